"""``claimwright draft``: letters with their proof, and the check of an edited one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.output import FOUND, NOTHING, OK, emit_json, note, open_assistant, say

if TYPE_CHECKING:
    from assistant.chains.finish import Drafted
    from assistant.domain.draft import Draft

CaseFile = Annotated[Path, typer.Argument(help="the case.yaml (or the same as JSON)")]
AsJson = Annotated[bool, typer.Option("--json", help="print the draft as JSON")]


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(
        no_args_is_help=True, help="Draft letters, each statement with its proof.", rich_markup_mode=None
    )
    app.add_typer(group, name="draft")

    @group.command("appeal")
    def appeal(
        case: CaseFile,
        out: Annotated[Path | None, typer.Option("--out", help="write the letter as Word (.docx) here")] = None,
        template: Annotated[Path | None, typer.Option("--template", help="your office's own Word template")] = None,
        report: Annotated[
            Path | None, typer.Option("--report", help="write the validation report (.html or .json) here")
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Draft a first-level appeal of the case's denial.

        Example: claimwright draft appeal case.yaml --out appeal.docx
        """
        from assistant.domain.caller import LOCAL

        assistant = open_assistant()
        drafted = assistant.draft(LOCAL, "appeal", assistant.load_case(LOCAL, case))
        _write(drafted, assistant.today, out, template, report)
        _show(drafted.draft, assistant.today, as_json)
        raise typer.Exit(exit_code(drafted.draft))

    @group.command("check")
    def check(
        edited: Annotated[Path, typer.Argument(help="the edited letter, .docx or .txt")],
        case: CaseFile,
        as_json: AsJson = False,
    ) -> None:
        """Check a letter that a person has edited against the evidence of its case.

        Example: claimwright draft check appeal-edited.docx case.yaml
        """
        from api.cli.case_input import read_bytes
        from assistant.domain.caller import LOCAL
        from assistant.readers.docx import read_letter

        assistant = open_assistant()
        text = read_letter(read_bytes(edited), str(edited))
        draft = assistant.check_edited(LOCAL, text, assistant.load_case(LOCAL, case))
        _show(draft, assistant.today, as_json, letter=False)
        raise typer.Exit(exit_code(draft))


def exit_code(draft: Draft) -> int:
    """The documented exit code of a draft's status."""
    if any(finding.severity == "error" for finding in draft.findings):
        return FOUND
    return {"blocked": FOUND, "not_found": NOTHING}.get(draft.status, OK)


def _write(drafted: Drafted, today: object, out: Path | None, template: Path | None, report: Path | None) -> None:
    from datetime import date

    from assistant.rendering.docx import write_docx
    from assistant.rendering.report import validation_report, write_report
    from assistant.rules.drafts import DRAFT_RULES

    assert isinstance(today, date)
    if out is not None:
        write_docx(drafted.letter, out, template=template)
        note(f"Wrote {out}")
    if report is not None:
        checks = [rule.id for rule in DRAFT_RULES]
        write_report(validation_report(drafted.draft, made=today, checks=checks, titles=drafted.titles), report)
        note(f"Wrote {report}")


def _show(draft: Draft, today: object, as_json: bool, *, letter: bool = True) -> None:
    if as_json:
        emit_json(draft)
        return
    from datetime import date

    from assistant.rendering import terminal

    assert isinstance(today, date)
    if letter:
        say(draft.text)
        say(terminal.criteria_table(draft.criteria))
    say(f"Status: {draft.status}   Action: {draft.action}")
    say(terminal.deadline_line(draft.deadline, today))
    say(terminal.findings_list(draft.findings) or "No findings.")
