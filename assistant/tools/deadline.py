"""The last safe day to appeal or to file."""

from __future__ import annotations

from datetime import date

from langchain_core.tools import BaseTool

from assistant.benefits.counting import count
from assistant.benefits.deadlines import clock
from assistant.benefits.readings import ANCHOR_NAMES
from assistant.chains.case_time import case_time
from assistant.domain.artifacts import DeadlineFound
from assistant.domain.benefits import Anchor, ClockAnswer, ClockUnit, PlanWindow
from assistant.domain.draft import Deadline
from assistant.domain.errors import BadInput
from assistant.policies.windows import held_window
from assistant.tables.deadlines import clocks
from assistant.tables.holidays import last_business_day
from assistant.tables.payer_cards import appeal_window, filing_window, payer_card
from assistant.tools.context import Turn
from assistant.tools.made import made

#: Of a private plan the payer's own clock, which no law sets.
_FILING = "claim_filing"


def deadline(turn: Turn) -> BaseTool:
    """The clock of one turn; a case at hand brings its own dates and funding."""

    @made("deadline")
    def run(
        event: str = "appeal",
        plan_type: str | None = None,
        level: int | None = None,
        letter_date: date | None = None,
        received: date | None = None,
        service_date: date | None = None,
        payer: str | None = None,
    ) -> tuple[str, DeadlineFound]:
        """Count the last safe day for an event ("appeal", "claim_filing", "external_review", ...).

        `plan_type` is who funds the plan: self_funded, erisa, aca, insured, medicare, medicare_advantage, medicaid.
        Without it no law is applied, only the payer's own window. Never count days yourself.
        """
        named = turn.payer_for(payer)
        dates: dict[Anchor, date] = {}
        if letter_date:
            dates["letter"] = letter_date
        if received:
            dates["receipt"] = received
        if service_date:
            dates["service"] = service_date
        answer = _counted(turn, event, plan_type, level, dates, named)
        found = DeadlineFound(
            key=f"deadline:{event}",
            basis="deadline table",
            answer=answer,
            event=event,
            plan_type=plan_type,
            payer=named,
            dates={str(name): day for name, day in dates.items()},
            **_length(turn, event, plan_type, level, named),
        )
        return found.model_dump_json(exclude_defaults=True), found

    return run


def _length(turn: Turn, event: str, plan_type: str | None, level: int | None, payer: str | None) -> dict[str, str]:
    """The length of the clock in words: the law's where the funding is known, else the payer's own."""
    if plan_type is None:
        window = _own_window(turn, event, level or 1, payer, {})
        if window is None:
            return {}
        return {
            "title": f"{payer}, {event.replace('_', ' ')}",
            "window": f"{window.value} {window.unit.replace('_', ' ')}",
            "anchor": ANCHOR_NAMES[window.counts_from],
            "source": window.source,
        }
    found = [row for row in clocks(event=event, plan=plan_type, on=turn.on, level=level) if row.value is not None]
    if not found:
        return {}
    row = found[0]
    return {
        "title": row.title,
        "window": f"{row.value} {row.unit.replace('_', ' ')}",
        "anchor": ANCHOR_NAMES[row.counts_from],
        "source": row.cited,
    }


def _counted(
    turn: Turn, event: str, plan_type: str | None, level: int | None, dates: dict[Anchor, date], payer: str | None
) -> ClockAnswer:
    try:
        if turn.case is not None and not dates:
            return case_time(turn.case.case, turn.library, turn.today, event=event, level=level or 1)
        window = _own_window(turn, event, level or 1, payer, dates) if plan_type is None else None
        if event == _FILING and (window is not None or plan_type is None):
            return _filed_by(window, dates, turn.today)
        return clock(event=event, plan_type=plan_type, dates=dates, today=turn.today, level=level, plan_window=window)
    except BadInput as error:
        return ClockAnswer(reason=error.message, ask=error.fix)


def _filed_by(window: PlanWindow | None, dates: dict[Anchor, date], today: date) -> ClockAnswer:
    """The last day to file by the payer's own window; no law sets one for private plans."""
    if window is None:
        return ClockAnswer(reason="The payer's contract or manual sets the time to file.", ask="the payer")
    start = dates.get(window.counts_from)
    if start is None:
        return ClockAnswer(ask=f"the {ANCHOR_NAMES[window.counts_from]}")
    last = count(start, window.value, window.unit)
    filed = Deadline(
        date=last,
        anchor=ANCHOR_NAMES[window.counts_from],
        anchor_date=start,
        source=window.source,
        event="Filing of the claim",
        days_left=(last - today).days,
        send_by=last_business_day(last),
    )
    return ClockAnswer(deadline=filed)


def _own_window(turn: Turn, event: str, level: int, payer: str | None, dates: dict[Anchor, date]) -> PlanWindow | None:
    """What the payer's card allows, else its documents in force, where the funding is not known."""
    if payer is None:
        return None
    on = min(dates.values(), default=turn.on)
    card = payer_card(payer, on)
    if card is None:
        return held_window(turn.library, payer, event, on, level=level, plan=turn.plan)
    if event == "appeal":
        return appeal_window(card, level)
    filed = filing_window(card, "first") if event == _FILING else None
    if filed is None:
        return held_window(turn.library, payer, event, on, level=level, plan=turn.plan)
    unit: ClockUnit = filed.unit
    return PlanWindow(value=filed.value, unit=unit, counts_from=filed.counts_from, source=f"payer card: {card.cited}")
