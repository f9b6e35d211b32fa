"""Days on which federal offices are closed, and business days counted around them."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from assistant.domain.base import Period
from assistant.tables.source import period, rows

SATURDAY, SUNDAY = 5, 6
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@cache
def federal_holidays(year: int) -> dict[date, str]:
    """Days off in ``year`` with their names.

    A holiday on a Saturday is observed the Friday before, on a Sunday the Monday after;
    both the day itself and the observed day are listed. New Year's Day of the next year
    may be observed in this one.

    >>> federal_holidays(2026)[date(2026, 7, 3)]
    'Independence Day (observed)'
    """
    days: dict[date, str] = {}
    for each in (year - 1, year, year + 1):
        for name, day in _named(each):
            days[day] = name
            if day.weekday() == SATURDAY:
                days[day - timedelta(days=1)] = f"{name} (observed)"
            elif day.weekday() == SUNDAY:
                days[day + timedelta(days=1)] = f"{name} (observed)"
    return {day: name for day, name in sorted(days.items()) if day.year == year}


def closed(day: date) -> str | None:
    """Why no business is done on ``day``, or ``None`` for a business day.

    >>> closed(date(2026, 11, 26))
    'Thanksgiving Day'
    >>> closed(date(2026, 11, 22))
    'Sunday'
    """
    holiday = federal_holidays(day.year).get(day)
    if holiday:
        return holiday
    return WEEKDAYS[day.weekday()] if day.weekday() >= SATURDAY else None


def next_business_day(day: date) -> date:
    """``day`` itself, or the first business day after it."""
    while closed(day):
        day += timedelta(days=1)
    return day


def last_business_day(day: date) -> date:
    """``day`` itself, or the last business day before it."""
    while closed(day):
        day -= timedelta(days=1)
    return day


def _named(year: int) -> list[tuple[str, date]]:
    found = []
    for name, in_force, rule, month, day, weekday, nth in _rules():
        when = date(year, month, day) if rule == "fixed" else _nth_weekday(year, month, weekday, nth)
        if in_force.contains(when):
            found.append((name, when))
    return found


@cache
def _rules() -> tuple[tuple[str, Period, str, int, int, int, int], ...]:
    return tuple(
        (
            cells["name"],
            period(cells),
            cells["rule"],
            int(cells["month"]),
            int(cells["day"] or 0),
            int(cells["weekday"] or 0),
            int(cells["nth"] or 0),
        )
        for cells in rows("federal_holidays.csv")
    )


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth given weekday of a month; ``nth`` -1 is the last."""
    if nth > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() - weekday) % 7)
