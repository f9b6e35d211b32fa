"""``claimwright demo``: the main job on a shipped remittance with a denied line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.output import note, open_assistant, say

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.intake.case_file import LoadedCase

#: The demo is always the same day, so that its deadline reads the same tomorrow.
_CLAIM = "CH-20931"
_FOLDER = ("samples", "osa_appeal")
_QUESTION = "How long must a PAP trial be before Northlake Health pays for an oral appliance (E0486)?"


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("demo")
    def demo(
        out: Annotated[Path, typer.Option("--out", help="the folder that the letter and the report go to")] = Path(
            "out"
        ),
    ) -> None:
        """Run the main job on a shipped example: a denied remittance becomes a checked appeal draft.

        Example: claimwright demo
        """
        from api.cli.answer_text import show_answer
        from assistant.domain.answer import Question
        from assistant.domain.caller import LOCAL

        assistant = open_assistant()
        loaded = _case(assistant)
        _appeal(assistant, loaded, out)
        say(f"Question: {_QUESTION}\n")
        on = loaded.case.claim.lines[-1].date_of_service
        show_answer(assistant.ask(LOCAL, Question(text=_QUESTION, as_of=on)))


def _case(assistant: Assistant) -> LoadedCase:
    """The shipped remittance and notes as a case."""
    from datetime import date
    from importlib.resources import as_file, files

    from assistant.domain.caller import LOCAL
    from assistant.intake.case_file import LoadedCase

    with as_file(files("corpus").joinpath(*_FOLDER)) as folder:
        records = assistant.read(LOCAL, (folder / "remittance.835").read_bytes(), "remittance.835")
        notes = tuple((path.name, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.txt")))
        note("Read remittance.835: claim CH-20931, line E0486 denied with CARC 50 / RARC N661")
        case = assistant.case_from_records(
            LOCAL, records, _CLAIM, notes=notes, funding="self_funded", received=date(2026, 9, 18)
        )
        return LoadedCase(case, Path(folder))


def _appeal(assistant: Assistant, loaded: LoadedCase, out: Path) -> None:
    from assistant.domain.caller import LOCAL
    from assistant.rendering import terminal
    from assistant.rendering.docx import write_docx
    from assistant.rendering.report import validation_report, write_report
    from assistant.rules.drafts import DRAFT_RULES

    drafted = assistant.draft(LOCAL, "appeal", loaded)
    draft = drafted.draft
    say("Criteria of the policy in force on the date of service, against the chart\n")
    say(terminal.criteria_table(draft.criteria))
    say("Letter\n")
    say(draft.text)
    say(f"Status: {draft.status}   Action: {draft.action}   Denial: {draft.denial_category}")
    say(terminal.deadline_line(draft.deadline, assistant.today))
    say(terminal.findings_list(draft.findings))
    letter, report = out / "appeal.docx", out / "appeal-report.html"
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        from assistant.domain.errors import Misconfigured

        raise Misconfigured(
            f"the folder cannot be made: {error.strerror}", where=str(out), fix="give another with --out"
        ) from None
    write_docx(drafted.letter, letter)
    checks = [rule.id for rule in DRAFT_RULES]
    write_report(validation_report(draft, made=assistant.today, checks=checks, titles=drafted.titles), report)
    say(f"Letter as Word: {letter}\nValidation report: {report}\n")
