"""Every way to count one clock from the days that are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.benefits.counting import count
from assistant.domain.benefits import Anchor, PlanWindow
from assistant.domain.draft import STATED
from assistant.tables.deadlines import ClockRow
from assistant.tables.holidays import closed, next_business_day

#: How each anchor is named in answers.
ANCHOR_NAMES: dict[Anchor, str] = {
    "letter": "letter date",
    "receipt": "receipt",
    "service": "date of service",
    "primary_eob": "date of the primary EOB",
    "request": "request",
    "discovery": "discovery",
    "scheduling": "scheduling",
    "first_bill": "first bill",
    "last_effective": "last effective date",
}

#: The anchor of a day that the letter itself names.
STATED_IN_LETTER = f"{STATED} the letter"

Dates = Mapping[Anchor, date]


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to count: the last day, what it counts from and who says so.

    A reading ``aside`` is shown and never becomes the main date.
    """

    last: date
    anchor: str
    anchor_date: date
    source: str
    aside: bool = False


def row_readings(row: ClockRow, dates: Dates) -> tuple[Reading, ...]:
    """Every way to count the row from the days that are known."""
    if row.value is None:
        return ()
    value = row.value
    plain = [
        Reading(count(day, value, row.unit), name, day, row.cited, aside) for name, day, aside in _starts(row, dates)
    ]
    moved = [
        Reading(
            next_business_day(r.last), f"{r.anchor}, moved to the next business day", r.anchor_date, row.cited, True
        )
        for r in plain
        if "next_business_day" in row.roll and closed(r.last)
    ]
    return (*plain, *moved)


def _starts(row: ClockRow, dates: Dates) -> list[tuple[str, date, bool]]:
    """The days that the row may count from, with their names and whether they stand aside."""
    if row.counts_from != "receipt":
        return [(ANCHOR_NAMES[name], day, False) for name, day in dates.items() if name == row.counts_from]
    starts = []
    letter = dates.get("letter") if row.safe_from else None
    presumed = row.safe_from == "presumed"
    if letter is not None:
        starts.append((ANCHOR_NAMES["letter"], letter, presumed))
    if letter is not None and row.presumption_days:
        name = f"receipt (presumed {row.presumption_days} days after the letter date)"
        starts.append((name, letter + timedelta(days=row.presumption_days), not presumed))
    if "receipt" in dates:
        starts.append((ANCHOR_NAMES["receipt"], dates["receipt"], False))
    return starts


def window_readings(window: PlanWindow | None, dates: Dates) -> tuple[Reading, ...]:
    """The plan's own window, from every known day that it may count from."""
    if window is None:
        return ()
    anchors: tuple[Anchor, ...] = ("letter", "receipt") if window.counts_from == "receipt" else (window.counts_from,)
    return tuple(
        Reading(count(dates[name], window.value, window.unit), ANCHOR_NAMES[name], dates[name], window.source)
        for name in anchors
        if name in dates
    )


def stated_readings(stated: date | None) -> tuple[Reading, ...]:
    """The day that the payer's letter itself names; it is counted from nothing, so it is its own anchor."""
    if stated is None:
        return ()
    return (Reading(stated, STATED_IN_LETTER, stated, "the payer's letter"),)
