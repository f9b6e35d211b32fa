"""Lengths of time; ``value`` is the number and ``unit`` the singular word, such as ``6`` and ``month``."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.fact import Mention
from assistant.recognise.numbers import NUMBER, WORD, plain
from assistant.recognise.overlaps import settle
from assistant.recognise.scan import DASH, GAP, TO, mention, pattern

_UNITS = {
    "business day": r"business days?|working days?",
    "day": r"calendar days?|days?",
    "week": r"weeks?|wks?",
    "month": r"months?|mos?|mths?|mnths?",
    "year": r"years?|yrs?",
    "hour": r"hours?|hrs?",
    "minute": r"minutes?|mins?",
    "night": r"nights?",
}
_UNIT = "(?:" + "|".join(f"({words})" for words in _UNITS.values()) + r")(?![0-9A-Za-z])"
_NAMES = tuple(_UNITS)
_NOT_BEFORE = r"(?<![0-9A-Za-z.,$/#:])(?<![0-9]-)(?<!tooth )(?<!teeth )"
_COUNT = rf"({NUMBER}|{WORD})(?:{GAP}\([0-9]{{1,3}}\)|\+)?"
_LENGTH = rf"{_NOT_BEFORE}{_COUNT}{GAP}(?:{DASH}{GAP})?{_UNIT}(?![\s-]?(?:old|of age))"
_EVERY = rf"(?<![0-9A-Za-z])q\.?\s?([0-9]{{1,3}}){GAP}{_UNIT}"
_FIRST_OF_RANGE = (
    rf"{_NOT_BEFORE}({NUMBER}|{WORD})(?={GAP}(?:{DASH}|to|or){GAP}(?:{NUMBER}|"
    rf"{WORD}){GAP}(?:{DASH}{GAP})?{_UNIT}(?![\s-]?(?:old|of age)))"
)
_SECOND_OF_RANGE = rf"(?<=[0-9])(?:{TO})({NUMBER}|{WORD}){GAP}(?:{DASH}{GAP})?{_UNIT}(?![\s-]?(?:old|of age))"


def find(text: str) -> tuple[Mention, ...]:
    """Every length of time; an age (``14 years old``) is none.

    >>> [(m.value, m.unit) for m in find("180-day appeal, six months, 6-8 wks, 2 yo, #3 mo")]
    [('180', 'day'), ('6', 'month'), ('6', 'week'), ('8', 'week')]
    """
    return settle(_all(text))


def _all(text: str) -> Iterator[Mention]:
    for source in (_LENGTH, _EVERY):
        for match in pattern(source).finditer(text):
            if _is_time(match[0]):
                yield mention("duration", plain(match[1]), text, match.start(), match.end(), _name(match.groups()[1:]))
    for match in pattern(_SECOND_OF_RANGE).finditer(text):
        if _is_time(match[0]):
            yield mention("duration", plain(match[1]), text, match.start(1), match.end(), _name(match.groups()[1:]))
    for match in pattern(_FIRST_OF_RANGE).finditer(text):
        yield mention("duration", plain(match[1]), text, match.start(1), match.end(1), _name(match.groups()[1:]))


def _is_time(written: str) -> bool:
    """Capital ``MO`` after a number is a pair of surfaces."""
    return not written.endswith(("MO", "MOS"))


def _name(groups: tuple[str | None, ...]) -> str:
    return next(name for name, written in zip(_NAMES, groups, strict=True) if written)
