"""``claimwright deadline``: the last safe day, what it counts from and who says so."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from api.cli.days import day_option
from api.cli.deadline_text import show_clock, show_reopening
from api.cli.output import NOTHING, USAGE, emit_json, fail, note, open_assistant

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.domain.benefits import Anchor, ClockAnswer, FrequencyAnswer, PlanWindow
    from assistant.domain.draft import Deadline


_Case = Annotated[Path | None, typer.Argument(help="A case.yaml; or name the plan with --plan")]
_Plan = Annotated[
    str | None, typer.Option(help="self_funded, insured, medicare, medicare_advantage, medicaid, tricare, unknown ...")
]
_Anchor = Annotated[
    str | None, typer.Option(help="Day that starts the clock: letter, service, request or approval, YYYY-MM-DD")
]
_Received = Annotated[str | None, typer.Option(help="Day on which the letter came, YYYY-MM-DD")]
_Stated = Annotated[str | None, typer.Option(help="Last day that the letter itself names, YYYY-MM-DD")]
_Level = Annotated[int, typer.Option(min=1, max=9, help="Level of appeal")]
_Event = Annotated[
    str,
    typer.Option(
        help="appeal, expedited, external_review, claim_filing, records_request, authorization_expiry, "
        "frequency_reopen ..."
    ),
]
_Lane = Annotated[str | None, typer.Option(help="dental or medical, where it matters")]
_Payer = Annotated[str | None, typer.Option(help="Payer whose card or documents give its own times")]
_Days = Annotated[int | None, typer.Option(min=0, max=3660, help="authorization_expiry: days it holds")]
_Code = Annotated[str | None, typer.Option(help="frequency_reopen: the procedure code")]
_Last = Annotated[
    list[str] | None, typer.Option(help="frequency_reopen: a day it was done, YYYY-MM-DD; repeat for more")
]
_Limit = Annotated[str | None, typer.Option(help="frequency_reopen: the plan's limit, such as '1 per 60 months'")]
_Ics = Annotated[Path | None, typer.Option(help="Write the day as a calendar file")]
_Json = Annotated[bool, typer.Option("--json", help="Print JSON")]


class _Known(NamedTuple):
    """The days that were given."""

    start: date | None
    receipt: date | None
    stated: date | None


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("deadline")(deadline)


def deadline(
    case: _Case = None,
    plan: _Plan = None,
    anchor: _Anchor = None,
    received: _Received = None,
    stated: _Stated = None,
    level: _Level = 1,
    event: _Event = "appeal",
    lane: _Lane = None,
    payer: _Payer = None,
    days: _Days = None,
    code: _Code = None,
    last: _Last = None,
    limit: _Limit = None,
    ics: _Ics = None,
    json_: _Json = False,
) -> None:
    """Count a deadline by law, plan and letter; the safe day first.

    Example: claimwright deadline --plan self_funded --anchor 2026-09-03 --received 2026-09-09
    """
    from assistant.benefits.office_clocks import AUTHORIZATION_EXPIRY, FREQUENCY_REOPEN
    from assistant.tables.deadlines import event_named

    assistant, wanted = open_assistant(), event_named(event)
    if wanted == FREQUENCY_REOPEN:
        _reopening(_reopens(assistant, code, last or [], payer, limit), assistant.today, ics, json_)
        return
    known = _Known(day_option(anchor, "--anchor"), day_option(received, "--received"), day_option(stated, "--stated"))
    if wanted == AUTHORIZATION_EXPIRY:
        answer = _of_approval(assistant, known, days)
    elif case is not None:
        answer = _of_case(assistant, case, wanted, level, known.stated)
    else:
        answer = _of_plan(assistant, plan, known, wanted, level, lane, payer)
    _shown(answer, assistant.today, ics, case.stem if case else "", json_)


def _shown(answer: ClockAnswer, today: date, ics: Path | None, reference: str, json_: bool) -> None:
    """Print and write what was counted; where nothing was, that is the exit code."""
    if ics is not None and answer.deadline is not None:
        _write(ics, answer.deadline, reference)
    if json_:
        emit_json(answer.deadline or {"date": None, **answer.model_dump(mode="json", exclude={"deadline"})})
    else:
        show_clock(answer, today)
    if answer.deadline is None:
        raise typer.Exit(NOTHING)


def _of_approval(assistant: Assistant, known: _Known, days: int | None) -> ClockAnswer:
    from assistant.benefits.office_clocks import approval_clock

    return approval_clock(approved=known.start, today=assistant.today, valid_through=known.stated, valid_days=days)


def _of_case(assistant: Assistant, path: Path, event: str, level: int, stated: date | None) -> ClockAnswer:
    from assistant.domain.caller import LOCAL

    loaded = assistant.load_case(LOCAL, path)
    for finding in loaded.findings:
        note(f"{finding.where}: {finding.message}")
    return assistant.deadline(LOCAL, loaded.case, event=event, level=level, payer_stated=stated)


def _of_plan(
    assistant: Assistant,
    named: str | None,
    known: _Known,
    event: str,
    level: int,
    lane: str | None,
    payer: str | None,
) -> ClockAnswer:
    """The clock by the funding's law; the payer's own window where no law is applied or none exists."""
    from assistant.benefits.office_clocks import anchor_for
    from assistant.domain.caller import LOCAL

    if (named is None and payer is None) or not any(known):
        fail("claimwright: name a case, or --plan (or --payer) and --anchor. Fix: claimwright deadline --help", USAGE)
    plan = named or "unknown"
    start, receipt, stated = known
    dates: dict[Anchor, date] = {}
    steps = level if event == "appeal" else None
    window = _window(assistant, payer, plan, event, level, start or receipt) if payer else None
    if start is not None:
        dates[anchor_for(event, plan, window, on=start, level=steps)] = start
    if receipt is not None:
        dates["receipt"] = receipt
    return assistant.clock(
        LOCAL,
        plan_type=plan,
        dates=dates,
        event=event,
        level=steps,
        payer_stated=stated,
        lane=lane,
        plan_window=window,
    )


def _window(assistant: Assistant, payer: str, plan: str, event: str, level: int, on: date | None) -> PlanWindow | None:
    """The payer's own time by its card, else by the documents held; where a law sets the appeal it is left to the law.

    The law's clock ends other rights than the payer's.
    """
    from assistant.benefits.office_clocks import card_window
    from assistant.domain.caller import LOCAL

    card = assistant.payer_card(LOCAL, payer)
    address = card.appeals if card is not None and event == "appeal" else None
    if card is not None and address:
        note(f"Send to: {address} ({card.cited}). The address on the denial letter goes first.")
    window = card_window(card, event, level) if card is not None else None
    if window is None:
        window = assistant.payer_window(LOCAL, payer, event, level=level, on=on)
    if card is None and window is None:
        note(f"No card and no document in force with this time is held for {payer}: only the law and the letter count.")
    elif window is not None and plan != "unknown" and event == "appeal":
        note(f"The payer's own time is {window.value} {window.unit.replace('_', ' ')} ({window.source}).")
    return window if plan == "unknown" or event != "appeal" else None


def _reopens(
    assistant: Assistant, code: str | None, last: list[str], payer: str | None, limit: str | None
) -> FrequencyAnswer:
    from assistant.benefits.office_clocks import limit_in_words
    from assistant.domain.caller import LOCAL

    if code is None or not last:
        fail(
            "claimwright: frequency_reopen needs --code and --last. "
            "Fix: claimwright deadline --event frequency_reopen --code D2740 --last 2022-03-04",
            USAGE,
        )
    done = [day for each in last if (day := day_option(each, "--last")) is not None]
    stated = limit_in_words(limit, code) if limit else None
    return assistant.reopening(LOCAL, code, done, payer=payer, stated=stated)


def _reopening(found: FrequencyAnswer, today: date, ics: Path | None, json_: bool) -> None:
    from assistant.benefits.office_clocks import as_deadline

    if ics is not None and (day := as_deadline(found, today)) is not None:
        _write(ics, day, "", label="Payable again")
    if json_:
        emit_json(found)
    else:
        show_reopening(found, today)
    if found.date is None and not found.for_life:
        raise typer.Exit(NOTHING)


def _write(path: Path, found: Deadline, reference: str, label: str = "Last safe day") -> None:
    from assistant.benefits.calendar_file import calendar

    try:
        path.write_text(calendar(found, reference=reference, label=label), encoding="utf-8", newline="")
    except OSError as error:
        fail(f"claimwright: {path}: {error.strerror}. Fix: name a file in a folder that can be written.", USAGE)
    note(f"Wrote {path}")
