"""``claimwright key`` and ``claimwright user``: who may use the service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.output import emit_json, note, open_assistant, say

if TYPE_CHECKING:
    from datetime import datetime

    from assistant.domain.access import ApiKey, Person, Role, Scope

Practice = Annotated[str, typer.Option(help="the practice, in small letters, digits and hyphens")]
AsJson = Annotated[bool, typer.Option("--json", help="print JSON")]


def register(app: typer.Typer) -> None:
    """Add the command groups."""
    keys = typer.Typer(no_args_is_help=True, help="API keys of programs that use the service.")
    app.add_typer(keys, name="key")
    keys.command("make")(make_key)
    keys.command("list")(list_keys)
    keys.command("revoke")(revoke_key)
    users = typer.Typer(no_args_is_help=True, help="People who sign in with a browser.")
    app.add_typer(users, name="user")
    users.command("add")(add_user)
    users.command("list")(list_users)
    users.command("password")(set_password)
    users.command("disable")(disable_user)


def make_key(
    name: Annotated[str, typer.Argument(help="what the key is for")],
    scope: Annotated[str, typer.Option(help="ask, draft or admin")] = "ask",
    practice: Practice = "local",
    days: Annotated[
        int | None, typer.Option(help="days until it ends; without it, until it is revoked", min=1, max=36_525)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make a key and show it, this once.

    Example: claimwright key make "scheduling software" --scope ask --practice cedar-hollow
    """
    from datetime import timedelta

    office = open_assistant().office
    at = office.now()
    made = office.api_keys.make(
        practice, name, _scope(scope), at=at, expires_at=at + timedelta(days=days) if days else None
    )
    _recorded(practice, made.key.id, f"made, scope {made.key.scope}")
    if as_json:
        emit_json(made)
        return
    say(made.secret)
    note("Keep it now: only its hash is stored, and it is not shown again.")


def list_keys(practice: Practice = "local", as_json: AsJson = False) -> None:
    """List the keys of a practice, without their secrets.

    Example: claimwright key list --practice cedar-hollow
    """
    keys = open_assistant().office.api_keys.of(practice)
    if as_json:
        emit_json([each.model_dump(mode="json") for each in keys])
        return
    for key in keys:
        say(_key_line(key))
    if not keys:
        note(f"{practice} has no keys.")


def revoke_key(key_id: Annotated[str, typer.Argument(help="the key's id")], practice: Practice = "local") -> None:
    """End a key for good.

    Example: claimwright key revoke 1f2e3d4c5b6a --practice cedar-hollow
    """
    office = open_assistant().office
    office.api_keys.revoke(practice, key_id, at=office.now())
    _recorded(practice, key_id, "revoked")
    note(f"{key_id} opens nothing any more.")


def add_user(
    user: Annotated[str, typer.Argument(help="the name to sign in with")],
    role: Annotated[str, typer.Option(help="front_desk, coordinator, biller, dentist, manager or admin")] = "biller",
    practice: Practice = "local",
) -> None:
    """Let a person in; the password is asked for, or read from standard input.

    Example: claimwright user add dana --role biller --practice cedar-hollow
    """
    allowed = _role(role)
    office = open_assistant().office
    person = office.people.add(practice, user, _password(), allowed, at=office.now())
    _recorded(practice, f"user {user}", f"added as {person.role}")
    note(f"{user} may sign in as {person.role} of {practice}.")


def list_users(practice: Practice = "local", as_json: AsJson = False) -> None:
    """List the people of a practice.

    Example: claimwright user list --practice cedar-hollow
    """
    people = open_assistant().office.people.of(practice)
    if as_json:
        emit_json([each.model_dump(mode="json") for each in people])
        return
    for person in people:
        say(_person_line(person))
    if not people:
        note(f"{practice} has no users.")


def set_password(user: Annotated[str, typer.Argument(help="who")], practice: Practice = "local") -> None:
    """Set a new password; every session of the person ends.

    Example: claimwright user password dana --practice cedar-hollow
    """
    people = open_assistant().office.people
    people.person(practice, user)  # nobody types a password for a name that is not there
    people.set_password(practice, user, _password())
    _recorded(practice, f"user {user}", "new password")
    note(f"{user} signs in with the new password from now on.")


def disable_user(user: Annotated[str, typer.Argument(help="who")], practice: Practice = "local") -> None:
    """Let a person in no more; every session ends.

    Example: claimwright user disable dana --practice cedar-hollow
    """
    open_assistant().office.people.disable(practice, user)
    _recorded(practice, f"user {user}", "disabled")
    note(f"{user} cannot sign in any more.")


def _recorded(practice: str, subject: str, detail: str) -> None:
    from assistant.domain.caller import Caller

    open_assistant().office.audit.record(Caller(practice=practice, user="local", role="admin"), "key", subject, detail)


def _password() -> str:
    import sys
    from getpass import getpass

    from assistant.domain.errors import BadInput

    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass("Password: ")
    if getpass("Once more: ") != first:
        raise BadInput("the two passwords differ", fix="type the same one twice")
    return first


def _scope(text: str) -> Scope:
    from typing import get_args

    from assistant.domain.access import Scope

    scope: Scope = _one_of(text, get_args(Scope), "--scope")
    return scope


def _role(text: str) -> Role:
    from typing import get_args

    from assistant.domain.access import Role

    role: Role = _one_of(text, get_args(Role), "--role")
    return role


def _one_of(text: str, allowed: tuple[str, ...], where: str) -> Any:
    from assistant.domain.errors import BadInput

    if text not in allowed:
        raise BadInput(f"no such value {text!r}", where=where, fix=f"one of {', '.join(allowed)}")
    return text


def _key_line(key: ApiKey) -> str:
    state = f"revoked {_day(key.revoked_at)}" if key.revoked_at else "in use"
    end = f", ends {_day(key.expires_at)}" if key.expires_at else ""
    return f"{key.id}  {key.scope:<6} {state}{end}  made {_day(key.made_at)}  {key.name}"


def _person_line(person: Person) -> str:
    return f"{person.user}  {person.role}{'  disabled' if person.disabled else ''}"


def _day(moment: datetime | None) -> str:
    return moment.date().isoformat() if moment else ""
