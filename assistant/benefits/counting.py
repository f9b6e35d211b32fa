"""Counting days, business days, months and years; day 0 is the trigger."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from assistant.domain.benefits import ClockUnit
from assistant.tables.holidays import closed


def count(start: date, value: int, unit: ClockUnit) -> date:
    """The last day of a clock of ``value`` ``unit`` that starts on ``start``.

    Business days skip weekends and federal holidays. A month without such a day moves to
    the first of the next one; a year without February 29 ends on February 28. Hours are
    rounded down to whole days, so that the answer is never too late.

    >>> count(date(2026, 9, 3), 180, "calendar_days").isoformat()
    '2027-03-02'
    >>> count(date(2026, 10, 30), 4, "calendar_months").isoformat()
    '2027-03-01'
    >>> count(date(2026, 11, 25), 1, "business_days").isoformat()
    '2026-11-27'
    """
    if unit == "calendar_days":
        return start + timedelta(days=value)
    if unit == "hours":
        return start + timedelta(days=value // 24)
    if unit == "business_days":
        return _business_days(start, value)
    if unit == "years":
        return _years(start, value)
    return months(start, value)


def months(start: date, value: int) -> date:
    """``value`` calendar months after ``start``, the first of the next month where there is no such day."""
    year, month = _month(start, value)
    if start.day > monthrange(year, month)[1]:
        year, month = _month(date(year, month, 1), 1)
        return date(year, month, 1)
    return date(year, month, start.day)


def months_at_most(start: date, value: int) -> date:
    """``value`` calendar months after ``start``, the month's last day where there is no such day.

    >>> months_at_most(date(2026, 10, 30), 4).isoformat()
    '2027-02-28'
    """
    year, month = _month(start, value)
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def _years(start: date, value: int) -> date:
    year = start.year + value
    return date(year, start.month, min(start.day, monthrange(year, start.month)[1]))


def _month(start: date, value: int) -> tuple[int, int]:
    total = start.year * 12 + start.month - 1 + value
    return total // 12, total % 12 + 1


def _business_days(start: date, value: int) -> date:
    day = start
    while value > 0:
        day += timedelta(days=1)
        if not closed(day):
            value -= 1
    return day
