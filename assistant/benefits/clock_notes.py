"""What has to be said beside a deadline."""

from __future__ import annotations

from datetime import date
from typing import TypeGuard

from assistant.benefits.counting import count, months_at_most
from assistant.benefits.readings import Dates, Reading
from assistant.tables.deadlines import ClockRow, amounts_in_controversy
from assistant.tables.holidays import WEEKDAYS, closed, last_business_day

#: Who acts on a clock that the office only watches.
_PAYER_SIDE = frozenset({"plan", "payer", "insurer", "IRO", "MAC", "QIC"})


def clock_notes(row: ClockRow | None, main: Reading, dates: Dates, today: date, reason: str) -> list[str]:
    """Warnings and conditions of a deadline, the most pressing first."""
    notes = [reason] if reason else []
    if watched(row):
        return notes + _watched(row, main, dates, today)
    why_closed = closed(main.last)
    before = last_business_day(main.last)
    if why_closed:
        moves = row is not None and "next_business_day" in row.roll
        tail = "" if moves else " The rule does not say that it moves."
        notes.append(
            f"{main.last.isoformat()} is a day without business ({why_closed}): "
            f"send by {WEEKDAYS[before.weekday()]} {before.isoformat()}.{tail}"
        )
    if main.last < today:
        notes.append(f"Passed {(today - main.last).days} days ago: only good cause or proof of another date can help.")
    if "letter" in dates and "receipt" in dates and dates["receipt"] < dates["letter"]:
        notes.append("The letter is dated after its receipt: check both dates.")
    if "letter" in dates and dates["letter"] > today:
        notes.append("The letter is dated in the future: check the date.")
    if row is not None:
        notes.extend(_row_notes(row, dates, today))
    return notes


def watched(row: ClockRow | None) -> TypeGuard[ClockRow]:
    """Whether the other side acts on the clock, so that the office sends nothing by it."""
    return row is not None and row.actor in _PAYER_SIDE


def _watched(row: ClockRow, main: Reading, dates: Dates, today: date) -> list[str]:
    over = [f"Over by {(today - main.last).days} days: ask for the decision."] if main.last < today else []
    return over + _row_notes(row, dates, today)


def _row_notes(row: ClockRow, dates: Dates, today: date) -> list[str]:
    notes = []
    if row.actor in _PAYER_SIDE:
        notes.append(f"This is the clock of the other side ({row.actor}): ask for the decision when it is over.")
    if "letter" not in dates and row.counts_from == "receipt" and row.event == "appeal":
        notes.append("The letter date is not known; counted from receipt alone.")
    if row.filed_when == "received":
        notes.append("Counts as filed when it is received, not when it is sent.")
    elif row.filed_when == "postmarked":
        notes.append("The postmark counts.")
    if row.unit == "hours":
        notes.append(f"{row.value} hours run from the hour; only the day is counted here.")
    if row.unit == "calendar_months" and row.value is not None:
        notes.extend(_short_month(row.value, dates))
    if row.presumption_days and "receipt" not in dates:
        notes.append(
            f"Receipt is presumed {row.presumption_days} days after the letter date unless another day is proven."
        )
    if row.plans and "medicare" in row.plans and row.event == "appeal":
        notes.extend(_amount_notes(row, today))
    notes.extend(text for text in (row.note, row.extension) if text)
    if row.confidence != "high":
        notes.append(f"Confidence {row.confidence}: confirm before relying on it.")
    return notes


def _short_month(value: int, dates: Dates) -> list[str]:
    """A warning where the last month has no such day and the rule moves on to the next."""
    days = [dates[name] for name in ("letter", "receipt") if name in dates]
    early = [
        months_at_most(day, value) for day in days if months_at_most(day, value) != count(day, value, "calendar_months")
    ]
    return [f"The last month has no such day; {min(early).isoformat()} is safe without that rule."] if early else []


def _amount_notes(row: ClockRow, today: date) -> list[str]:
    """The least amount in dispute, where the level has one."""
    of_level = [each for each in amounts_in_controversy() if each.level == row.level]
    if not of_level:
        return []
    this_year = [each for each in of_level if each.year == today.year]
    if this_year:
        return [f"At least ${this_year[0].amount} must be in dispute for a request filed in {today.year}."]
    last = max(of_level, key=lambda each: each.year)
    return [f"An amount must be in dispute; it was ${last.amount} in {last.year} and changes every January."]
