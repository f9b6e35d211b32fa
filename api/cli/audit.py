"""``claimwright audit``: the trail of who did what, re-read and exported."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.output import FOUND, OK, emit_json, note, open_assistant, say

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.domain.audit import AuditHead, AuditLine, AuditVerdict

Practice = Annotated[str | None, typer.Option(help="one practice; all of them without it")]


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(
        no_args_is_help=True, help="The audit trail: who did what, and whether anything was changed since."
    )
    app.add_typer(group, name="audit")
    group.command("verify")(verify)
    group.command("export")(export)
    group.command("head")(head)


def verify(
    practice: Practice = None,
    against: Annotated[
        Path | None, typer.Option(help="a file that `audit head` wrote earlier: its lines must still be there")
    ] = None,
    exported: Annotated[
        Path | None, typer.Option(help="a file that `audit export` wrote: read its lines instead of the trail's")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """Read every line again; exit 1 names the first that was changed, removed or moved.

    Example: claimwright audit verify
    """
    assistant = open_assistant()
    chain = assistant.office.audit
    known = _known(against) if against else {}
    if practice and practice not in known:
        _known_here(assistant, practice)
    if exported:
        lines = _exported(exported)
        verdicts = [chain.verify_exported(lines, known=known.get(lines[0].practice))]
        whole = chain.head(lines[0].practice).seq
        note(f"The file holds lines {lines[0].seq} to {lines[-1].seq}; the trail has {whole}.")
    else:
        names = (practice,) if practice else tuple(dict.fromkeys((*chain.practices(), *known)))
        verdicts = [chain.verify(name, known=known.get(name)) for name in names]
    if as_json:
        emit_json({"ok": all(each.ok for each in verdicts), "practices": [each.model_dump() for each in verdicts]})
    else:
        for verdict in verdicts:
            say(_line(verdict))
        if not verdicts:
            say("The trail has no lines yet.")
    raise typer.Exit(OK if all(each.ok for each in verdicts) else FOUND)


def export(
    practice: Annotated[str, typer.Option(help="the practice; - is the installation's own trail")] = "local",
    after: Annotated[int, typer.Option(help="go on behind this line", min=0)] = 0,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="write here instead of printing")] = None,
) -> None:
    """Write the lines of a practice as JSON, one a line.

    Example: claimwright audit export -o audit.jsonl
    """
    assistant = open_assistant()
    _known_here(assistant, practice)
    lines = (line.model_dump_json() + "\n" for line in assistant.office.audit.lines(practice, after=after))
    if out is None:
        sys.stdout.writelines(lines)
        return
    from assistant.rendering.files import write_whole

    write_whole(out, "".join(lines).encode())
    note(f"Wrote {out}")


def head() -> None:
    """Print the newest line's number and hash of each practice; kept elsewhere, it shows a cut tail later.

    Example: claimwright audit head > audit-head-2026-11.json
    """
    chain = open_assistant().office.audit
    emit_json({"heads": [chain.head(name).model_dump() for name in chain.practices()]})


def _known_here(assistant: Assistant, practice: str) -> None:
    """``NotFound`` for a practice that never had a line; that of this command may have none yet."""
    from assistant.domain.caller import LOCAL
    from assistant.domain.errors import NotFound

    if practice != LOCAL.practice and practice not in (held := assistant.office.audit.practices()):
        raise NotFound("no such practice has a trail here", where=practice, fix=f"one of: {', '.join(held) or 'none'}")


def _known(path: Path) -> dict[str, AuditHead]:
    """The heads of a file that ``audit head`` wrote."""
    import json

    from pydantic import ValidationError

    from assistant.domain.audit import AuditHead
    from assistant.domain.errors import BadInput

    try:
        heads = [AuditHead.model_validate(each) for each in json.loads(path.read_text(encoding="utf-8"))["heads"]]
    except (OSError, ValueError, KeyError, TypeError, ValidationError) as error:
        raise BadInput("no heads in this file", where=str(path), fix="give a file that `audit head` wrote") from error
    return {each.practice: each for each in heads}


def _exported(path: Path) -> list[AuditLine]:
    """The lines of a file that ``audit export`` wrote, at least one."""
    from pydantic import ValidationError

    from assistant.domain.audit import AuditLine
    from assistant.domain.errors import BadInput

    fix = "give a file that `audit export` wrote"
    try:
        found = [AuditLine.model_validate_json(row) for row in path.read_text(encoding="utf-8").splitlines()]
    except OSError as error:
        raise BadInput("the file cannot be read", where=str(path), fix=fix) from error
    except (UnicodeDecodeError, ValidationError) as error:
        raise BadInput("not every line of this file is one of a trail", where=str(path), fix=fix) from error
    if not found:
        raise BadInput("no lines in this file", where=str(path), fix=fix)
    return found


def _line(verdict: AuditVerdict) -> str:
    from assistant.domain.caller import INSTALLATION

    name = "the installation's own" if verdict.practice == INSTALLATION else verdict.practice
    if verdict.ok:
        return f"{name}: {verdict.lines} lines, unbroken. Newest: {verdict.head[:16]}"
    return f"{name}: BROKEN at line {verdict.broken_at}: {verdict.reason}"
