"""Dates as people write them: 2026-11-12, 11/12/26, Nov 12 2026, 12-Nov-2026, 20261112, 11/12.

Nothing is guessed in silence. Digits that can be read month first or day first raise ``InvalidFormat`` with both
readings unless the caller says the ``order``. A year of two digits or none is resolved against ``as_of``, the day
that counts as today, and the reading says so in its ``notes``.

>>> from datetime import date
>>> validate("Nov 12 2026")
'2026-11-12'
>>> validate("11/12/2026")
Traceback (most recent call last):
    ...
assistant.domain.errors.InvalidFormat: '11/12/2026' can be 2026-11-12 or 2026-12-11
>>> read("11/12/26", as_of=date(2026, 11, 22), order="mdy")
ReadDay(day=datetime.date(2026, 11, 12), notes=('month first', 'year 26 read as 2026'))
>>> read("11/25", as_of=date(2026, 11, 22), order="mdy").day
datetime.date(2025, 11, 25)
>>> validate("2026-02-30")
Traceback (most recent call last):
    ...
assistant.domain.errors.InvalidComponent: '2026-02-30' is not on the calendar
"""

from __future__ import annotations

import re
from datetime import date
from typing import Literal, NamedTuple

from assistant.codes.clean import passes, plain
from assistant.domain.errors import InvalidComponent, InvalidFormat

#: Which number comes first where a date is all digits with the year last.
Order = Literal["mdy", "dmy"]

_MONTHS = (
    "JANUARY",
    "FEBRUARY",
    "MARCH",
    "APRIL",
    "MAY",
    "JUNE",
    "JULY",
    "AUGUST",
    "SEPTEMBER",
    "OCTOBER",
    "NOVEMBER",
    "DECEMBER",
)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:T[\d:.Z+-]*)?", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})(?:\2(\d{4}|\d{2}))?", re.ASCII)
_MONTH_WORD_FIRST = re.compile(r"([A-Z]{3,9})\.?[ -](\d{1,2})(?:ST|ND|RD|TH)?(?:[ ,-]+(\d{4}|'?\d{2}))?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})(?:ST|ND|RD|TH)?[ -](?:OF )?([A-Z]{3,9})\.?(?:[ ,-]+(\d{4}|'?\d{2}))?", re.ASCII)
_FIX = "write it as YYYY-MM-DD, such as 2026-11-12"
_YEARS_AHEAD = 10
_LEAP_CYCLE = 8


class ReadDay(NamedTuple):
    """A date and what had to be assumed to read it."""

    day: date
    notes: tuple[str, ...] = ()


def compact(text: str) -> str:
    """The text in capitals with single blanks; the digits of an ISO date stay as they are."""
    return plain(text)


def validate(text: str, *, order: Order | None = None, as_of: date | None = None) -> str:
    """The date as YYYY-MM-DD; raises as ``read`` does."""
    return read(text, order=order, as_of=as_of).day.isoformat()


def is_valid(text: str, *, order: Order | None = None, as_of: date | None = None) -> bool:
    """Whether ``text`` is one date and one only."""
    return passes(read, text, order=order, as_of=as_of)


def format(text: str, *, order: Order | None = None, as_of: date | None = None) -> str:
    """The date as US offices print it.

    >>> format("2026-11-05")
    '11/05/2026'
    """
    day = read(text, order=order, as_of=as_of).day
    return f"{day.month:02d}/{day.day:02d}/{day.year:04d}"


def read(text: str, *, order: Order | None = None, as_of: date | None = None) -> ReadDay:
    """The one date that ``text`` means.

    Raises ``InvalidFormat`` when it is no date, can be read in two ways, or lacks a year that ``as_of`` could
    settle, and ``InvalidComponent`` when the day is not on the calendar.
    """
    readings = candidates(text, as_of=as_of)
    if len(readings) > 1:
        if order is None:
            both = " or ".join(reading.day.isoformat() for reading in readings)
            raise InvalidFormat(f"{text!r} can be {both}", fix=_FIX)
        wanted = "month first" if order == "mdy" else "day first"
        return next(reading for reading in readings if wanted in reading.notes)
    return readings[0]


def candidates(text: str, *, as_of: date | None = None) -> tuple[ReadDay, ...]:
    """Every date that ``text`` can mean, month first before day first; raises as ``read`` does.

    >>> [reading.day.isoformat() for reading in candidates("03/04/2026")]
    ['2026-03-04', '2026-04-03']
    >>> candidates("25/12/2026")
    (ReadDay(day=datetime.date(2026, 12, 25), notes=('day first',)),)
    """
    typed = compact(text)
    if match := _YEAR_FIRST.fullmatch(typed) or _COMPACT.fullmatch(typed):
        return (ReadDay(_on_calendar(text, int(match[1]), int(match[2]), int(match[3]))),)
    if match := _YEAR_LAST.fullmatch(typed):
        return _digits(text, int(match[1]), int(match[3]), match[4], as_of)
    if match := _MONTH_WORD_FIRST.fullmatch(typed):
        return (_dated(text, match[3], _month(text, match[1]), int(match[2]), as_of),)
    if match := _DAY_FIRST.fullmatch(typed):
        return (_dated(text, match[3], _month(text, match[2]), int(match[1]), as_of),)
    raise InvalidFormat(f"{text!r} is not a date", fix=_FIX)


def _digits(text: str, first: int, second: int, year: str | None, as_of: date | None) -> tuple[ReadDay, ...]:
    """Readings of two numbers and perhaps a year; equal numbers have one reading."""
    readings: list[ReadDay] = []
    for month, day, note in ((first, second, "month first"), (second, first, "day first")):
        if not 1 <= month <= len(_MONTHS):
            continue
        try:
            reading = _dated(text, year, month, day, as_of)
        except InvalidComponent:
            continue
        if all(reading.day != earlier.day for earlier in readings):
            readings.append(ReadDay(reading.day, (note, *reading.notes)))
    if not readings:
        raise InvalidComponent(f"{text!r} is not on the calendar", fix=_FIX)
    return tuple(readings)


def _dated(text: str, year: str | None, month: int, day: int, as_of: date | None) -> ReadDay:
    if year is not None and len(year) == 4:
        return ReadDay(_on_calendar(text, int(year), month, day))
    if as_of is None:
        raise InvalidFormat(f"the year of {text!r} is in doubt", fix=_FIX)
    if year is None:
        found = _latest(text, month, day, as_of)
        return ReadDay(found, (f"no year written, read as {found.year}",))
    short = int(year.removeprefix("'"))
    full = _century(short, as_of)
    return ReadDay(_on_calendar(text, full, month, day), (f"year {short:02d} read as {full}",))


def _latest(text: str, month: int, day: int, as_of: date) -> date:
    """The latest such day that is not after ``as_of``; a 29 February goes back to a leap year."""
    for year in range(as_of.year, max(as_of.year - _LEAP_CYCLE, 1) - 1, -1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= as_of:
            return found
    raise InvalidComponent(f"{text!r} is not on the calendar", fix=_FIX)


def _century(short: int, as_of: date) -> int:
    """The year ending in ``short`` from 89 years back to ten years ahead of ``as_of``."""
    latest = as_of.year + _YEARS_AHEAD
    return latest - (latest - short) % 100


def _month(text: str, word: str) -> int:
    matches = [number for number, full in enumerate(_MONTHS, start=1) if full.startswith(word)]
    if len(matches) != 1:
        raise InvalidFormat(f"{text!r} is not a date", fix=_FIX)
    return matches[0]


def _on_calendar(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise InvalidComponent(f"{text!r} is not on the calendar", fix=_FIX) from None
