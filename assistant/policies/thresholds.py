"""Numbers that a policy sentence compares with, read from its words."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.domain.policy import Threshold

_NUMBER = r"(?P<value>\d{1,4}(?:\.\d{1,2})?)"
_UNIT = (
    r"(?:\s*(?P<unit>(?:[a-z]+\s)?events?\s+(?:per|an|/)\s*h(?:ou)?r|(?:recorded |scored |respiratory )*events?"
    r"|calendar days?|business days?|days?|weeks?|months?|years?|hours?|minutes?|nights?"
    r"|mm|percent|%|points?|teeth|sites?|quadrants?))?"
)

_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("between", re.compile(rf"\b{_NUMBER}\s*(?:to|-|–|through)\s*(?P<upper>\d{{1,4}}(?:\.\d{{1,2}})?){_UNIT}", re.I)),
    ("at_least", re.compile(rf"\b{_NUMBER}\s+(?:or more|or greater|or higher|or above|and above){_UNIT}", re.I)),
    (
        "at_least",
        re.compile(rf"\b(?:at least|a minimum of|minimum of|no fewer than|no less than)\s+{_NUMBER}{_UNIT}", re.I),
    ),
    ("at_least", re.compile(rf"(?:≥|>=)\s*{_NUMBER}{_UNIT}", re.I)),
    ("at_most", re.compile(rf"(?:≤|<=)\s*{_NUMBER}{_UNIT}", re.I)),
    ("at_least", re.compile(rf"\b{_NUMBER}\s*\+{_UNIT}", re.I)),
    ("more_than", re.compile(rf"(?<![<=-])>\s*{_NUMBER}{_UNIT}", re.I)),
    ("less_than", re.compile(rf"<(?!=)\s*{_NUMBER}{_UNIT}", re.I)),
    ("more_than", re.compile(rf"\b(?:more than|greater than|above|over|exceeds|exceeding)\s+{_NUMBER}{_UNIT}", re.I)),
    ("less_than", re.compile(rf"\b(?:less than|fewer than|below|under)\s+{_NUMBER}{_UNIT}", re.I)),
    (
        "at_most",
        re.compile(rf"\b(?:at most|no more than|up to|within(?: the last)?|in the last)\s+{_NUMBER}{_UNIT}", re.I),
    ),
    ("at_most", re.compile(rf"\b{_NUMBER}\s+(?:or less|or fewer|or lower){_UNIT}", re.I)),
)
_MEASURE = re.compile(r"([A-Za-z][A-Za-z '-]{0,60}?)\s*(?:of|is|score of|scored|at|than|:)?\s*$")


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
            taken.append(match.span())
            upper = match.groupdict().get("upper")
            measure = _MEASURE.search(text[: match.start()])
            found.append(
                (
                    match.start(),
                    Threshold(
                        measure=measure.group(1).strip() if measure else "",
                        comparison=comparison,
                        value=Decimal(match.group("value")),
                        upper=Decimal(upper) if upper else None,
                        unit=canonical_unit(match.group("unit") or ""),
                    ),
                )
            )
    return tuple(threshold for _, threshold in sorted(found, key=lambda pair: pair[0]))


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
    last = words.split()[-1]
    return last if last in {"mm", "percent", "teeth"} or last.endswith("s") else last + "s"


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
