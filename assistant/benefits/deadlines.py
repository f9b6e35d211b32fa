"""Deadlines: the last safe day, the day it is counted from, and who says so.

The main date is the earliest that a reading of the papers supports: the letter date where
both letter and receipt are known, the unmoved day where a rule would move it off a weekend.
Only where the rule itself fixes the day of receipt (Medicare Part B: five days after the
notice) does the main date use it. The other readings stand beside it as alternatives.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from assistant.benefits.clock_notes import clock_notes, watched
from assistant.benefits.readings import (
    ANCHOR_NAMES,
    STATED_IN_LETTER,
    Dates,
    Reading,
    row_readings,
    stated_readings,
    window_readings,
)
from assistant.domain.benefits import Anchor, ClockAnswer, PlanWindow
from assistant.domain.draft import Deadline, DeadlineAlternative, counted_from
from assistant.domain.errors import BadInput
from assistant.tables.deadlines import ClockRow, clocks, events, plan_types
from assistant.tables.holidays import last_business_day

#: Words that are clocks too, but counted from an approval or a history instead of a row of the table.
_ELSEWHERE = ("authorization_expiry", "expedited", "frequency_reopen")
_EARLIEST_YEAR, _LATEST_YEAR = 1970, 2199

_WHY_NONE = {
    "at_most": "{title}: {value} {unit} is the most that may be allowed; the clock that holds is shorter or equal.",
    "range": "{title}: the contract decides the length.",
    "set_by_plan": "{title}: the plan decides the length.",
    "automatic": "{title}: nothing has to be filed.",
}


def appeal_clock(
    *,
    plan_type: str | None,
    level: int = 1,
    letter_date: date | None,
    received: date | None = None,
    today: date,
    service_date: date | None = None,
    payer_stated: date | None = None,
    plan_window: PlanWindow | None = None,
    lane: str | None = None,
) -> ClockAnswer:
    """The last safe day to appeal, with the reason where the law or the plan gives none.

    ``plan_type`` is the funding of the case (``insured``, ``self_funded``, ``medicare``,
    ``medicare_advantage``, ``medicaid``) or a narrower word of the table (``erisa``,
    ``aca``, ``medicaid_managed``, ``medicaid_ffs``, ``tricare``, ``commercial_dental``).
    Without it no law is applied: only the plan's own window or the date in its letter.
    """
    given: dict[Anchor, date | None] = {"letter": letter_date, "receipt": received, "service": service_date}
    return clock(
        event="appeal",
        plan_type=plan_type,
        level=level,
        dates={name: day for name, day in given.items() if day is not None},
        today=today,
        payer_stated=payer_stated,
        plan_window=plan_window,
        lane=lane,
    )


def clock(
    *,
    event: str,
    plan_type: str | None,
    dates: Dates,
    today: date,
    level: int | None = None,
    payer_stated: date | None = None,
    plan_window: PlanWindow | None = None,
    lane: str | None = None,
) -> ClockAnswer:
    """The last safe day for any event of the table.

    ``dates`` holds the days that are known, by what they are. A date that the payer's
    letter states and a window that the plan states stand beside the law; the earliest wins.

    Raises:
        BadInput: an event or plan type that the table does not know, a level below 1, or a
            year that cannot be right.
    """
    _refuse_unknown(event, plan_type, level)
    known: list[tuple[str, date]] = list(dates.items())
    refuse_impossible(known if payer_stated is None else [*known, ("stated", payer_stated)])
    row, reason, ask = _row_for(event, plan_type, level, dates, today, lane)
    readings = row_readings(row, dates) if row is not None else ()
    if row is not None and not readings and not reason:
        reason = f"{row.title} counts from the {ANCHOR_NAMES[row.counts_from]}, which is not known."
        ask = f"the {ANCHOR_NAMES[row.counts_from]}"
    own = (*window_readings(plan_window, dates), *stated_readings(payer_stated))
    everything = (*readings, *own)
    rows = (row.id,) if row is not None else ()
    if not everything:
        return ClockAnswer(reason=reason, ask=ask, rows=rows)
    return ClockAnswer(
        deadline=_deadline(row, event, everything, dates, today, reason), reason=reason, ask=ask, rows=rows
    )


def anchor_of(event: str, plan_type: str | None, *, on: date, level: int | None = None) -> Anchor:
    """The day that starts the clock of an event, as an office knows it: the letter rather than its receipt."""
    found = clocks(event=event, plan=plan_type or "any", on=on, level=level)
    if not found:
        return "letter"
    row = found[0]
    return "letter" if row.counts_from == "receipt" and row.safe_from else row.counts_from


def _refuse_unknown(event: str, plan_type: str | None, level: int | None) -> None:
    if event not in events():
        raise BadInput(f"no clock named {event!r}", fix=f"Choose one of {', '.join(sorted({*events(), *_ELSEWHERE}))}.")
    if plan_type is not None and plan_type != "unknown" and plan_type not in plan_types():
        raise BadInput(
            f"no plan type named {plan_type!r}", fix=f"Choose one of {', '.join(sorted(plan_types() | {'unknown'}))}."
        )
    if level is not None and level < 1:
        raise BadInput(f"there is no level {level}", fix="Appeal levels start at 1.")


def refuse_impossible(dates: Iterable[tuple[str, date]]) -> None:
    """A year that no letter of today carries is a slip of the pen."""
    for name, day in dates:
        if not _EARLIEST_YEAR <= day.year <= _LATEST_YEAR:
            raise BadInput(f"{day.isoformat()} cannot be right", where=name, fix="check the year")


def _row_for(
    event: str, plan_type: str | None, level: int | None, dates: Dates, today: date, lane: str | None
) -> tuple[ClockRow | None, str, str]:
    """The row that applies, or why none does and what to ask."""
    plan = plan_type if plan_type not in (None, "unknown") else None
    found = clocks(event=event, plan=plan or "any", on=_trigger(dates, today), level=level)
    if plan is None and not found:
        return (
            None,
            "Who funds the plan is not known, so no law is applied.",
            "the plan's funding (insured or self-funded)",
        )
    if plan == "insured" and lane == "dental" and event in ("appeal", "external_review"):
        return (
            None,
            "An insured dental plan follows federal claims rules when it comes with a job, "
            "state law when it was bought privately.",
            "whether the plan comes with a job (then use the plan type erisa), and the appeal window in its document",
        )
    if plan in ("self_funded", "erisa") and lane == "dental" and event == "external_review":
        return None, "External review under federal law does not reach a stand-alone dental plan.", ""
    if not found:
        step = f"level {level} of {event}" if level is not None else event.replace("_", " ")
        return (
            None,
            f"The table holds no clock for {step} of a {plan} plan.",
            "the window in the plan's document or decision letter",
        )
    row = found[0]
    if row.certainty in _WHY_NONE or row.value is None:
        template = _WHY_NONE.get(row.certainty, "{title}: the table names no length.")
        reason = template.format(title=row.title, value=row.value, unit=row.unit.replace("_", " "))
        ask = "" if row.certainty == "automatic" else "the window in the notice, contract or plan document"
        return None, f"{reason} {row.note} [{row.cited}]".replace("  ", " "), ask
    return row, "", ""


def _trigger(dates: Dates, today: date) -> date:
    """The day that decides which version of a rule is in force."""
    return min(dates.values(), default=today)


def _deadline(
    row: ClockRow | None, event: str, readings: tuple[Reading, ...], dates: Dates, today: date, reason: str
) -> Deadline:
    ordered = sorted(readings, key=lambda reading: reading.last)
    main = next(reading for reading in ordered if not reading.aside)
    counts = dict.fromkeys((r.last, r.anchor, r.anchor_date) for r in ordered)  # two sources may count alike
    counts.pop((main.last, main.anchor, main.anchor_date))
    alternatives = tuple(DeadlineAlternative(date=last, anchor=anchor, anchor_date=day) for last, anchor, day in counts)
    return Deadline(
        date=main.last,
        anchor=main.anchor,
        anchor_date=main.anchor_date,
        source=main.source,
        event=row.title if row is not None else event.replace("_", " "),
        days_left=(main.last - today).days,
        send_by=None if watched(row) else last_business_day(main.last),
        other_side=watched(row),
        notes=(*_beside(main, ordered), *clock_notes(row, main, dates, today, reason)),
        alternatives=alternatives,
    )


def _beside(main: Reading, ordered: Sequence[Reading]) -> tuple[str, ...]:
    """Where the letter states a day: what the rule gives beside it, or that the rule's day comes first."""
    stated = next((reading for reading in ordered if reading.anchor == STATED_IN_LETTER), None)
    counted = next((r for r in ordered if r.anchor != STATED_IN_LETTER and not r.aside), None)
    if stated is None or counted is None:
        return ()
    words = f"{counted.last.isoformat()}, {counted_from(counted.anchor, counted.anchor_date)} ({counted.source})"
    if counted.last == stated.last:
        return (f"The letter states the day that the rule gives: {words}.",)
    if main is stated:
        return (f"The rule gives {words}; the letter's day is earlier and counts until the payer says otherwise.",)
    return (f"The letter states {stated.last.isoformat()}; the rule's day is earlier: {words}.",)
