"""How payers write limits: abbreviations spelled out, and the ages of a column of ages."""

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.recognise import numbers

_COUNTED = r"(?:tooth|quadrant|quad|arch|jaw|lifetime|calendar|benefit|plan|year|\d{1,3}\s*(?:months?|years?|days?))"
_REWRITTEN: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), plain)
    for pattern, plain in (
        (rf"\b(?:{numbers.WORD}|twice|once)\s*\((\d{{1,3}})\)", r"\1"),
        (r"(?<=\d)[\s-]*mos?\b\.?", " months"),
        (r"(?<=\d)[\s-]*yrs?\b\.?", " years"),
        (r"\b(?:cal)\.? (?:year|yr)\b", "calendar year"),
        (r"\bquad\b", "quadrant"),
        (r"\b(?:consecutive|rolling|continuous|contract)\s+(?=months?|years?|days?)", ""),
        (r"(?<=\d)-(?=(?:months?|years?|days?)\b)", " "),
        (r"\b(\d{1,2})\s*x\s*(?:per\s+|/\s*|every\s+|in\s+)?(?=\S)", r"\1 per "),
        (r"\bevery other year\b", "every 2 years"),
        (r"\b(?:annually|each year|yearly)\b", "per year"),
        (rf"\s*/\s*(?={_COUNTED})", " per "),
        (r"\bper (tooth|quadrant|arch|patient|member)[ ,]+per\b", r"per \1 per"),
        (r"\bper (?:dentist|provider|office|location)\b", ""),
    )
)
_WINDOW_NUMBER = re.compile(rf"\b({numbers.WORD})(?=[\s-]+(?:months?|years?|days?)\b)", re.IGNORECASE)


def plain_limit(piece: str) -> str:
    """A piece with its limit in full words and digits.

    >>> plain_limit("1/tooth/36 mos."), plain_limit("once every five (5) years"), plain_limit("2x per cal. year")
    ('1 per tooth per 36 months', 'once every 5 years', '2 per calendar year')
    >>> plain_limit("one per tooth in forty-eight months"), plain_limit("once in fifteen months")
    ('one per tooth in 48 months', 'once in 15 months')
    """
    for pattern, plain in _REWRITTEN:
        piece = pattern.sub(plain, piece)
    return _WINDOW_NUMBER.sub(lambda match: numbers.plain(match[1]), piece)


class Ages(NamedTuple):
    """The first and the last age that is allowed, in years; ``None`` where there is none."""

    first: int | None = None
    last: int | None = None
    sure: bool = True


_N = r"(\d{1,3})"
_YEARS = r"(?:\s*(?:years?|yrs?\.?)(?: old| of age)?)?"
_AGE_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("both", rf"\b(?:ages? )?{_N}{_YEARS}\s*(?:-|\u2013|to|through|thru)\s*{_N}\b"),
        ("under", rf"(?:\b(?:under|below|younger than|less than)(?: age)?\s*|<\s*){_N}\b"),
        ("last", rf"(?:\b(?:through|thru|maximum|max\.?|no[t]? older than)(?: age)?\s*|<=\s*|\u2264\s*){_N}\b"),
        ("last", rf"\b{_N}{_YEARS}\s*(?:and|or|&)\s*(?:under|younger|less|below)\b"),
        ("upto", rf"\b(?:up to|to|until)(?: age)?\s*{_N}\b"),
        ("over", rf"(?:\b(?:older than|more than)(?: age)?\s*|(?<![<=-])>\s*){_N}\b"),
        ("first", rf"\b{_N}{_YEARS}\s*(?:\+|(?:and|or|&)\s*(?:older|over|up|above))"),
        ("first", rf"(?:\b(?:from|at least|minimum|min\.?|starting)(?: at)?(?: age)?\s*|>=\s*|\u2265\s*){_N}\b"),
    )
)
#: "0-18" has no first age, "19-99" no last one.
_NOBODY_OLDER = 90


def ages_of_cell(cell: str) -> Ages:
    """What a cell of a column of ages allows.

    >>> ages_of_cell("14+"), ages_of_cell("Under 16"), ages_of_cell("0-18"), ages_of_cell("All ages")
    (Ages(first=14, last=None, sure=True), Ages(first=None, last=15, sure=True), Ages(first=None, last=18, sure=True), \
Ages(first=None, last=None, sure=True))
    """
    for kind, pattern in _AGE_FORMS:
        match = pattern.search(cell)
        if match is None:
            continue
        value = int(match[1])
        match kind:
            case "both":
                last = int(match[2])
                return Ages(value or None, None if last >= _NOBODY_OLDER else last)
            case "under":
                return Ages(None, value - 1)
            case "last" | "upto":
                return Ages(None, value, kind == "last")
            case "over":
                return Ages(value + 1, None)
            case _:
                return Ages(value or None, None)
    return Ages()


#: Ages inside a sentence, where they stand behind the word.
_AGES_SAID = re.compile(
    r"\bages? (?:from )?\d{1,2}\s*(?:-|\u2013|to|through|thru)\s*(?:age )?\d{1,2}\b(?!\s*(?:months?|days?))",
    re.IGNORECASE,
)


def ages_said(piece: str) -> Ages:
    """A span of ages in a sentence ("ages 1 to 14").

    >>> ages_said("1 per 6 months, ages 1 to 14")
    Ages(first=1, last=14, sure=True)
    """
    match = _AGES_SAID.search(piece)
    return ages_of_cell(match[0]) if match else Ages()
