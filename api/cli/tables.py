"""``claimwright tables``: what is loaded, and the import of official or licensed files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.days import day_option
from api.cli.output import emit_json, note, open_assistant, say

if TYPE_CHECKING:
    from datetime import date

    from assistant.tables.importers.kinds import ImportReport
    from assistant.tables.releases import Release

_KINDS = "icd10cm-tabular, icd10cm-order, hcpcs, ncci-ptp, ncci-mue, cdt or cpt"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    tables = typer.Typer(
        help="Code tables: what is loaded, and importing newer or licensed ones.", no_args_is_help=True
    )
    app.add_typer(tables, name="tables")
    _add_status(tables)
    _add_import(tables)


def _add_status(tables: typer.Typer) -> None:
    @tables.command("status")
    def status(json_: Annotated[bool, typer.Option("--json", help="Print JSON")] = False) -> None:
        """Show every loaded table: release, from when to when, how many codes.

        Example: claimwright tables status
        """
        from assistant.domain.caller import LOCAL

        report = open_assistant().tables_status(LOCAL)
        if json_:
            emit_json(report)
            return
        for each in report.tables:
            say(_line(each.release))
            if each.caveat:
                say(f"  Note: {each.caveat}")


def _add_import(tables: typer.Typer) -> None:
    @tables.command("import")
    def import_(
        kind: Annotated[str, typer.Argument(help=_KINDS, metavar="KIND")],
        file: Annotated[Path, typer.Argument(help="The file as published or exported", metavar="FILE")],
        dry_run: Annotated[bool, typer.Option("--dry-run", help="Check the file and write nothing")] = False,
        release: Annotated[str | None, typer.Option(help="Name of the release, where the file does not tell")] = None,
        from_: Annotated[str | None, typer.Option("--from", help="First day of the release, YYYY-MM-DD")] = None,
        through: Annotated[str | None, typer.Option(help="Last day of the release, YYYY-MM-DD")] = None,
        json_: Annotated[bool, typer.Option("--json", help="Print JSON")] = False,
    ) -> None:
        """Check a code set file and take it into this installation's tables.

        Example: claimwright tables import icd10cm-tabular icd10cm_tabular_2027.xml --dry-run
        """
        from assistant.domain.caller import LOCAL
        from assistant.tables.importers.kinds import Hints

        hints = Hints(
            release=release,
            effective_from=day_option(from_, "--from"),
            effective_through=day_option(through, "--through"),
        )
        report = open_assistant().import_table(LOCAL, kind, file, dry_run=dry_run, hints=hints)
        if json_:
            emit_json(report)
        else:
            _show(report)


def _line(release: Release) -> str:
    count = f"{release.codes} rows, " if release.codes is not None else ""
    extent = "complete" if release.complete else "subset"
    return f"{release.table}: {release.name}; {count}{extent}, {release.origin}{_dates(release)}"


def _dates(release: Release) -> str:
    start, end = release.effective_from, release.effective_through
    if start is None and end is None:
        return ""
    return f"; {_shown(start)} to {_shown(end)}"


def _shown(day: date | None) -> str:
    return day.isoformat() if day else "open"


def _show(report: ImportReport) -> None:
    for problem in report.problems:
        note(f"line {problem.line}: {problem.message}")
    if report.rejected > len(report.problems):
        note(f"... and {report.rejected - len(report.problems)} more")
    say(_line(report.release))
    say(f"{report.accepted} rows accepted, {report.rejected} rejected")
    for example in report.examples:
        say(f"  {example}")
    say("Dry run: nothing was written." if report.dry_run else f"Written to {report.written}")
