"""Whether a code is in force on a day, in one sentence, and what the table cannot say."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from assistant.domain.base import Period


class Validity(NamedTuple):
    """``in_force`` is ``None`` where the table cannot say."""

    in_force: bool | None
    sentence: str


def not_loaded(table: str) -> Validity:
    """What is said of a well-formed code that a partial table lacks."""
    return Validity(None, f"Well formed; not in the loaded table ({table}), which says nothing against it.")


def judged(period: Period, day: date | None, *, inferred: bool = False, known_to: date | None = None) -> Validity:
    """Validity on a day of a code with this period.

    ``inferred`` says that the date that decides was worked out and not read; ``known_to`` is the last day that the
    table speaks for.

    >>> from datetime import date
    >>> judged(Period(effective_through=date(2025, 12, 31)), date(2026, 5, 1))
    Validity(in_force=False, sentence='Not in force on 2026-05-01: ended on 2025-12-31.')
    >>> judged(Period(), date(2027, 2, 1), known_to=date(2026, 12, 31)).in_force is None
    True
    """
    start, end = period.effective_from, period.effective_through
    dates = _span(start, end)
    if day is None:
        return Validity(None, f"{dates}; the date of service decides.")
    doubt = " That date was worked out and not read; check the licensed code set." if inferred else ""
    if end is not None and day > end:
        return Validity(None if inferred else False, f"Not in force on {day}: ended on {end}.{doubt}")
    if start is not None and day < start:
        return Validity(None if inferred else False, f"Not in force on {day}: starts on {start}.{doubt}")
    if known_to is not None and day > known_to:
        return Validity(None, f"{dates}; the loaded table ends with {known_to} and cannot speak for {day}.")
    if start is None and end is None:
        return Validity(True, f"In force on {day}; no start or end is noted.")
    return Validity(True, f"In force on {day} ({dates.lower()}).")


def _span(start: date | None, end: date | None) -> str:
    if start and end:
        return f"In force from {start} to {end}"
    if start:
        return f"In force since {start}"
    return f"In force until {end}" if end else "No start or end date in the table"
