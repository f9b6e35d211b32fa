"""Numbers that a policy sentence compares with, read from its words."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.domain.policy import Threshold

_WORDS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
}
#: Shares of a whole in words, as percent.
_SHARES = {
    "half": Decimal(50),
    "one third": Decimal("33.3"),
    "two thirds": Decimal("66.7"),
    "one quarter": Decimal(25),
    "a third": Decimal("33.3"),
    "a quarter": Decimal(25),
    "three quarters": Decimal(75),
}
_DIGITS = r"\d{1,4}(?:\.\d{1,2})?"
#: Not the last part of a date or of another range, not the number of a section.
_NUMBER = rf"(?:age[sd]? )?(?<!\d-)(?<!section )(?<!sections )(?P<value>{_DIGITS}|{'|'.join(_WORDS)})"
_SHARE = rf"(?P<share>{'|'.join(_SHARES)})"
#: Asked for by number alone: "two episodes" means two or more.
_HAPPENED = r"episodes?|infections?|visits?|sessions?|attempts?|observations?"
_COUNTED = rf"teeth|sites?|quadrants?|walls?|surfaces?|extractions?|molars?|points?|{_HAPPENED}"
_ADJECTIVES = r"(?:(?!or|and|of|to|by|with|in)[a-z]{2,14}\s+){0,2}"
_LENGTH = r"calendar days?|business days?|days?|weeks?|months?|years?|hours?|minutes?|nights?"
_UNITS = (
    r"(?:[a-z]+\s)?events?(?:\s+(?:per|an)\s|\s*/)\s*h(?:ou)?r|(?:recorded |scored |respiratory )*events?"
    rf"|{_LENGTH}|mm|percent|%|°? ?[CF]\b|{_ADJECTIVES}(?:{_COUNTED})\b"
)
_UNIT = rf"(?:\s*(?P<unit>{_UNITS}))?"
_THIS_UNIT = rf"\s*(?P<unit>{_UNITS})"
_OR_MORE = r"(?:or more|or greater|or higher|or above|or older|or longer|or larger|and above|and older|and over)"
_OR_LESS = r"(?:or less|or fewer|or lower|or younger|and younger)"
_MORE = r"(?<!no )(?<!not )(?:more than|greater than|longer than|larger than|wider than|above|over|exceeds|exceeding)"
_LESS = r"(?:less than|fewer than|smaller than|shorter than|below|under)"
_LEAST = r"(?:at least|a minimum of|minimum of|no fewer than|no less than)"
_MOST = (
    r"(?:at most|no (?:more|greater) than|not more than|not older than|not exceed(?:ing)?|not (?:above|over)|up to"
    r"|through|within(?: the last)?|in the last)"
)
#: "two or more of the following" counts conditions, not things.
_OF_THESE = re.compile(r"\s*(?:of )?(?:the )?(?:following|these)\b", re.I)

_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "between",
        re.compile(rf"\b{_NUMBER}\s*(?:to|-|–|through)\s*(?:age )?(?P<upper>{_DIGITS})(?![\d/]|-\d){_UNIT}", re.I),
    ),
    ("between", re.compile(rf"\bbetween\s+{_NUMBER}\s+and\s+(?:age )?(?P<upper>{_DIGITS})(?![\d/]|-\d){_UNIT}", re.I)),
    ("at_least", re.compile(rf"\b{_NUMBER}\s+{_OR_MORE}(?! of\b){_UNIT}", re.I)),
    ("at_least", re.compile(rf"\b{_NUMBER}{_THIS_UNIT}\s+{_OR_MORE}", re.I)),
    ("at_least", re.compile(rf"\b{_LEAST}\s+{_NUMBER}{_UNIT}", re.I)),
    ("at_least", re.compile(rf"(?:≥|>=)\s*{_NUMBER}{_UNIT}", re.I)),
    ("at_most", re.compile(rf"(?:≤|<=)\s*{_NUMBER}{_UNIT}", re.I)),
    ("at_least", re.compile(rf"\b{_NUMBER}\s*\+{_UNIT}", re.I)),
    ("more_than", re.compile(rf"(?<![<=-])>\s*{_NUMBER}{_UNIT}", re.I)),
    ("less_than", re.compile(rf"<(?!=)\s*{_NUMBER}{_UNIT}", re.I)),
    ("more_than", re.compile(rf"\b{_MORE}\s+{_NUMBER}{_UNIT}", re.I)),
    ("less_than", re.compile(rf"\b{_LESS}\s+{_NUMBER}{_UNIT}", re.I)),
    ("at_most", re.compile(rf"\b{_MOST}\s+{_NUMBER}{_UNIT}", re.I)),
    ("at_most", re.compile(rf"\b{_NUMBER}\s+{_OR_LESS}{_UNIT}", re.I)),
    ("at_most", re.compile(rf"\b{_NUMBER}{_THIS_UNIT}\s+{_OR_LESS}", re.I)),
    ("at_least", re.compile(rf"\b{_LEAST}\s+{_SHARE}\b", re.I)),
    ("at_least", re.compile(rf"\b{_SHARE}\s+{_OR_MORE}", re.I)),
    ("more_than", re.compile(rf"\b{_MORE}\s+{_SHARE}\b", re.I)),
    ("less_than", re.compile(rf"\b{_LESS}\s+{_SHARE}\b", re.I)),
    ("at_least", re.compile(rf"\b{_NUMBER}\s+(?P<unit>{_ADJECTIVES}(?:{_HAPPENED}))\b", re.I)),
)
_MEASURE = re.compile(r"([A-Za-z][A-Za-z '-]{0,60}?)\s*(?:of|is|score of|scored|at|than|:)?\s*$")

#: "under age 7", "age 16 or older", "age 5 to 20": years, whatever stands behind.
_AGE = re.compile(r"\bage[sd]? \d{1,3}(?:[^\d]{0,16}|\D{1,12}\d{1,3})$", re.I)


def thresholds(text: str) -> tuple[Threshold, ...]:
    """Every comparison in ``text``, in reading order, none counted twice.

    >>> [(t.comparison, str(t.value), t.unit) for t in thresholds("AHI of 15 or more events per hour")]
    [('at_least', '15', 'events per hour')]
    >>> [(t.comparison, str(t.value), str(t.upper)) for t in thresholds("AHI of 5 to 14 events per hour")]
    [('between', '5', '14')]
    """
    taken: list[tuple[int, int]] = []
    found: list[tuple[int, Threshold]] = []
    for comparison, pattern in _FORMS:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            if _OF_THESE.match(text, match.end()):
                continue
            taken.append(match.span())
            found.append((match.start(), _threshold(comparison, match, text)))
    return tuple(threshold for _, threshold in sorted(found, key=lambda pair: pair[0]))


def _threshold(comparison: str, match: re.Match[str], text: str) -> Threshold:
    named = match.groupdict()
    measure = _MEASURE.search(text[: match.start()])
    unit = "percent" if "share" in named else canonical_unit(named.get("unit") or "")
    if not unit and _AGE.search(text[: match.end()]):
        unit = "years"
    return Threshold.model_validate(
        {
            "measure": measure.group(1).strip() if measure else "",
            "comparison": comparison,
            "value": _SHARES[named["share"].lower()] if "share" in named else _number(named["value"]),
            "upper": _number(named["upper"]) if named.get("upper") else None,
            "unit": unit,
        }
    )


def _number(written: str) -> Decimal:
    """Digits or a small number in words."""
    return Decimal(_WORDS.get(written.lower(), 0) or written)


def canonical_unit(unit: str) -> str:
    """One spelling per unit: plural, no qualifiers.

    >>> canonical_unit("respiratory events / hour")
    'events per hour'
    """
    words = " ".join(unit.lower().replace("/", " per ").split())
    if not words:
        return ""
    if "event" in words:
        return "events per hour" if ("per h" in words or "an h" in words) else "events"
    if words == "%":
        return "percent"
    last = words.split()[-1].lstrip("°")
    if last in {"c", "f"}:
        return last.upper()
    return last if last in {"mm", "percent", "teeth"} or last.endswith("s") else last + "s"


def holds_throughout(threshold: Threshold, low: Decimal, high: Decimal) -> bool | None:
    """Whether every value from ``low`` to ``high`` satisfies the comparison; ``None`` where only some do.

    >>> limit = thresholds("less than 50 percent")[0]
    >>> [holds_throughout(limit, Decimal(a), Decimal(b)) for a, b in ((0, 40), (60, 100), (0, 60))]
    [True, False, None]
    """
    ends = (holds(threshold, low), holds(threshold, high))
    if all(ends):
        return True
    straddles = threshold.comparison == "between" and low < threshold.value <= high
    return None if any(ends) or straddles else False


def holds(threshold: Threshold, value: Decimal) -> bool:
    """Whether ``value`` satisfies the comparison; a range includes both its ends."""
    match threshold.comparison:
        case "at_least":
            return value >= threshold.value
        case "more_than":
            return value > threshold.value
        case "at_most":
            return value <= threshold.value
        case "less_than":
            return value < threshold.value
        case "between":
            return threshold.value <= value <= (threshold.upper or threshold.value)
