"""``claimwright deadline``: the last safe day, what it counts from and who says so."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.output import NOTHING, USAGE, emit_json, fail, note, open_assistant, say

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.domain.benefits import Anchor, ClockAnswer


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("deadline")
    def deadline(
        case: Annotated[Path | None, typer.Argument(help="A case.yaml; or name the plan with --plan")] = None,
        plan: Annotated[
            str | None,
            typer.Option(help="self_funded, insured, medicare, medicare_advantage, medicaid, tricare, unknown ..."),
        ] = None,
        anchor: Annotated[
            str | None, typer.Option(help="Day that starts the clock: the letter date, YYYY-MM-DD")
        ] = None,
        received: Annotated[str | None, typer.Option(help="Day on which the letter came, YYYY-MM-DD")] = None,
        stated: Annotated[str | None, typer.Option(help="Last day that the letter itself names, YYYY-MM-DD")] = None,
        level: Annotated[int, typer.Option(min=1, max=9, help="Level of appeal")] = 1,
        event: Annotated[
            str, typer.Option(help="appeal, external_review, claim_filing, records_request ...")
        ] = "appeal",
        lane: Annotated[str | None, typer.Option(help="dental or medical, where it matters")] = None,
        ics: Annotated[Path | None, typer.Option(help="Write the deadline as a calendar file")] = None,
        json_: Annotated[bool, typer.Option("--json", help="Print JSON")] = False,
    ) -> None:
        """Count a deadline by law, plan and letter; the safe day first.

        Example: claimwright deadline --plan self_funded --anchor 2026-09-03 --received 2026-09-09
        """
        assistant = open_assistant()
        if case is not None:
            answer = _of_case(assistant, case, event, level, _day(stated, "--stated"))
        else:
            if plan is None or (anchor is None and received is None and stated is None):
                fail("claimwright: name a case, or --plan and --anchor. Fix: claimwright deadline --help", USAGE)
            answer = _of_plan(assistant, plan, anchor, received, stated, event, level, lane)
        if ics is not None and answer.deadline is not None:
            _write(ics, answer, case.stem if case else "")
        if json_:
            emit_json(answer.deadline or {"date": None, **answer.model_dump(mode="json", exclude={"deadline"})})
        else:
            _show(answer, assistant.today)
        if answer.deadline is None:
            raise typer.Exit(NOTHING)


def _of_case(assistant: Assistant, path: Path, event: str, level: int, stated: date | None) -> ClockAnswer:
    from assistant.domain.caller import LOCAL

    loaded = assistant.load_case(LOCAL, path)
    for finding in loaded.findings:
        note(f"{finding.where}: {finding.message}")
    return assistant.deadline(LOCAL, loaded.case, event=event, level=level, payer_stated=stated)


def _of_plan(
    assistant: Assistant,
    plan: str,
    anchor: str | None,
    received: str | None,
    stated: str | None,
    event: str,
    level: int,
    lane: str | None,
) -> ClockAnswer:
    from assistant.benefits.deadlines import anchor_of
    from assistant.domain.caller import LOCAL

    dates: dict[Anchor, date] = {}
    start, receipt = _day(anchor, "--anchor"), _day(received, "--received")
    steps = level if event == "appeal" else None
    if start is not None:
        dates[anchor_of(event, plan, on=start, level=steps)] = start
    if receipt is not None:
        dates["receipt"] = receipt
    return assistant.clock(
        LOCAL,
        plan_type=plan,
        dates=dates,
        event=event,
        level=steps,
        payer_stated=_day(stated, "--stated"),
        lane=lane,
    )


def _day(text: str | None, option: str) -> date | None:
    from assistant.domain.base import iso_date

    if text is None:
        return None
    try:
        day = iso_date(text)
    except ValueError as error:
        fail(f"claimwright: {option} {text!r}: {error}", USAGE)
    return day if isinstance(day, date) else None


def _write(path: Path, answer: ClockAnswer, reference: str) -> None:
    from assistant.benefits.calendar_file import calendar

    assert answer.deadline is not None
    try:
        path.write_text(calendar(answer.deadline, reference=reference), encoding="utf-8", newline="")
    except OSError as error:
        fail(f"claimwright: {path}: {error.strerror}. Fix: name a file in a folder that can be written.", USAGE)
    note(f"Wrote {path}")


def _show(answer: ClockAnswer, today: date) -> None:
    from assistant.benefits.calendar_file import reminders
    from assistant.domain.draft import counted_from

    found = answer.deadline
    if found is None:
        say(f"No deadline can be given. {answer.reason}")
        if answer.ask:
            say(f"Ask for: {answer.ask}")
        return
    left = found.days_left if found.days_left is not None else 0
    say(found.event)
    when = f"{left} days left" if left >= 0 else f"passed {-left} days ago"
    say(f"Last safe day: {found.date.isoformat()} ({when}), {counted_from(found.anchor, found.anchor_date)}")
    for other in found.alternatives:
        say(f"Other reading: {other.date.isoformat()}, {counted_from(other.anchor, other.anchor_date)}")
    if found.send_by is not None and found.send_by != found.date:
        say(f"Send by: {found.send_by.isoformat()}")
    say(f"Source: {found.source}")
    for text in found.notes:
        say(f"- {text}")
    days = reminders(found, today)
    if days:
        say(f"Reminders: {', '.join(day.isoformat() for day in days)}")
