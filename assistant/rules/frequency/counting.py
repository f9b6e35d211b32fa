"""Windows of time and places in the mouth, as limits count them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from assistant.rules.facts import Service

if TYPE_CHECKING:
    from assistant.domain.policy import Limit

#: How a limit counts time, typical ones and those of payers.
WindowUnit = Literal["day", "week", "month", "year", "calendar_year", "benefit_year", "lifetime"]
Per = Literal["patient", "tooth", "surface", "quadrant", "arch"]


def months_before(day: date, months: int) -> date:
    """The day so many calendar months earlier; a day that the month lacks becomes its last.

    >>> months_before(date(2026, 3, 31), 1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < 1:
        return date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def window_start(
    day: date, unit: WindowUnit, window: int | None, benefit_year_start: tuple[int, int] = (1, 1)
) -> date | None:
    """The last day before the window that ends on ``day``; ``None`` when the window is a lifetime.

    A service on that day no longer counts, one on the day after does.

    >>> window_start(date(2026, 11, 12), "month", 24)
    datetime.date(2024, 11, 12)
    >>> window_start(date(2026, 11, 12), "calendar_year", 1)
    datetime.date(2025, 12, 31)
    """
    if unit == "lifetime" or window is None:
        return None
    if unit in ("day", "week"):
        return day - timedelta(days=window * (7 if unit == "week" else 1))
    if unit in ("month", "year"):
        return months_before(day, window * (12 if unit == "year" else 1))
    month, first = (1, 1) if unit == "calendar_year" else benefit_year_start
    opening = date(day.year, month, min(first, monthrange(day.year, month)[1]))
    begun = opening if opening <= day else months_before(opening, 12)
    return months_before(begun, 12 * (window - 1)) - timedelta(days=1)


def limit_window(limit: Limit) -> tuple[int | None, WindowUnit]:
    """The window of a payer's limit; a limit without one is for life."""
    if limit.kind == "lifetime" or limit.window_unit is None:
        return None, "lifetime"
    return limit.window or 1, limit.window_unit


def window_words(count: int, window: int | None, unit: WindowUnit, per: Per) -> str:
    """A limit in words.

    >>> window_words(2, 1, "calendar_year", "patient"), window_words(1, 24, "month", "quadrant")
    ('2 times a calendar year', 'once in 24 months for a quadrant')
    """
    times = "once" if count == 1 else f"{count} times"
    if unit == "lifetime" or window is None:
        span = " in a lifetime"
    elif window == 1 and unit in ("calendar_year", "benefit_year", "year"):
        span = f" a {unit.replace('_', ' ')}"
    else:
        span = f" in {window} {unit.replace('_', ' ')}{'' if window == 1 else 's'}"
    place = {"patient": "", "arch": " for an arch"}.get(per, f" for a {per}")
    return f"{times}{span}{place}"


def same_place(past: Service, now: Service, per: Per) -> bool:
    """Whether two services share the place that a limit counts by; an unknown place is not the same."""
    if per == "patient":
        return True
    if per == "quadrant":
        return not past.quadrants.isdisjoint(now.quadrants)
    if per == "arch":
        return not past.arches.isdisjoint(now.arches)
    if past.numbers.isdisjoint(now.numbers):
        return False
    return per == "tooth" or not set(past.surfaces).isdisjoint(now.surfaces)
