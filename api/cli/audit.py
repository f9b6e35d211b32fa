"""``claimwright audit``: the trail of who did what, re-read and exported."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.output import FOUND, OK, emit_json, note, open_assistant, say

if TYPE_CHECKING:
    from assistant.domain.audit import AuditHead, AuditVerdict

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
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """Read every line again; exit 1 names the first that was changed, removed or moved.

    Example: claimwright audit verify
    """
    chain = open_assistant().office.audit
    known = _known(against) if against else {}
    names = (practice,) if practice else tuple(sorted({*chain.practices(), *known}))
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
    practice: Annotated[str, typer.Option(help="the practice")] = "local",
    after: Annotated[int, typer.Option(help="go on behind this line", min=0)] = 0,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="write here instead of printing")] = None,
) -> None:
    """Write the lines of a practice as JSON, one a line.

    Example: claimwright audit export -o audit.jsonl
    """
    lines = (line.model_dump_json() + "\n" for line in open_assistant().office.audit.lines(practice, after=after))
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


def _line(verdict: AuditVerdict) -> str:
    if verdict.ok:
        return f"{verdict.practice}: {verdict.lines} lines, unbroken. Newest: {verdict.head[:16]}"
    return f"{verdict.practice}: BROKEN at line {verdict.broken_at}: {verdict.reason}"
