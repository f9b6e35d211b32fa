"""The number that a sentence gives a measurement, in its own unit, and whether it is only a limit."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from assistant.domain.fact import Bound
from assistant.domain.playbook import FactSpec

_NUMBER_WORDS = {
    "one": 1,
    "once": 1,
    "two": 2,
    "twice": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "half": 50,
}
_BOUNDS: dict[str, Bound] = {
    "<": "below",
    "less than": "below",
    "under": "below",
    "below": "below",
    "fewer than": "below",
    "≤": "at_most",
    "<=": "at_most",
    "up to": "at_most",
    "at most": "at_most",
    "no more than": "at_most",
    ">": "above",
    "more than": "above",
    "over": "above",
    "above": "above",
    "greater than": "above",
    "≥": "at_least",
    ">=": "at_least",
    "at least": "at_least",
}
_BEFORE_VALUE = re.compile(
    r"(?<![\w-])(" + "|".join(sorted((re.escape(w) for w in _BOUNDS), key=len, reverse=True)) + r")\s*$", re.IGNORECASE
)
#: Two readings are a range, of which the lower end is sure; three and more are the sites of a tooth.
_RANGE_ENDS = 2
_PLUS = re.compile(r"\s?(?:mm|%)?\s?\+(?!\s?\d)|\s?(?:mm |% |percent )?or (?:more|greater|deeper)\b", re.IGNORECASE)
_TURNED: dict[Bound, Bound] = {"below": "above", "at_most": "at_least", "above": "below", "at_least": "at_most"}


def value_of(spec: FactSpec, match: re.Match[str]) -> Decimal | bool | None:
    """The matched value; ``True`` for what is no measurement, ``None`` where no number can be read."""
    if spec.type != "number":
        return True
    named = match.groupdict()
    numbers = [_number(written) for written in _readings_of(spec, named.get("value") or "")]
    known = [number for number in numbers if number is not None]
    if not known:
        return None
    value = min(known) if len(known) == _RANGE_ENDS else max(known)
    scale = spec.scales.get((named.get("scale") or "").lower())
    return value if scale is None else round(value * scale.times + scale.plus, 1).normalize() + 0


def _readings_of(spec: FactSpec, written: str) -> list[str]:
    """The numbers of a run of readings (``5-4-6``, ``5 4 6`` or ``546``); else the one number as it is."""
    if not spec.series:
        return [written]
    return re.findall(r"\d", written) if written.isdigit() and len(written) > 2 else re.findall(r"\d+", written)


def _number(written: str) -> Decimal | None:
    """Digits or a small number in words."""
    try:
        return Decimal(_NUMBER_WORDS.get(written.lower(), written))
    except InvalidOperation:
        return None


def bound_of(spec: FactSpec, match: re.Match[str]) -> Bound:
    """Whether the value is only a limit: ``<50 %``, ``more than 5 mm``, ``5+ mm``; turned where the scale turns it."""
    bound = _written_bound(match)
    scale = spec.scales.get((match.groupdict().get("scale") or "").lower())
    return _TURNED[bound] if bound and scale is not None and scale.times < 0 else bound


def _written_bound(match: re.Match[str]) -> Bound:
    start, end = match.span("value")
    before = _BEFORE_VALUE.search(match.string[max(0, start - 20) : start])
    if before:
        return _BOUNDS[before.group(1).lower()]
    return "at_least" if _PLUS.match(match.string, end) else ""
