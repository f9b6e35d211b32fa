"""Amounts in US dollars; ``value`` is a plain decimal with cents, such as ``1250.00``.

A number without a dollar sign counts only beside a word for money or in the shape of one (``1,250.00``).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assistant.domain.fact import Mention
from assistant.recognise.numbers import NUMBER
from assistant.recognise.overlaps import settle
from assistant.recognise.scan import DASH, GAP, before, mention, pattern

_UNIT = "USD"
_SIGNED = (
    rf"(?<![0-9A-Za-z])(-)?(?:\$|US\$|USD{GAP}\$?){GAP}(-?)({NUMBER})(?:{GAP}(k|thousand|million)\b|"
    r"(k)\b)?(?![0-9]|,[0-9])"
)
_MALFORMED = r"\$\s?[0-9][0-9,.]{0,20}[0-9]"
_RANGE_END = (
    rf"(?:{GAP}(?:{DASH}|/|to|or|and){GAP})({NUMBER})(?![0-9A-Za-z%]|[.,/][0-9]|{GAP}(?:days?|months?|weeks?|"
    r"years?|visits?|mm|times|units?))"
)
_WORDED = rf"(?<![0-9A-Za-z.,$/#-])({NUMBER}){GAP}(?:US )?(?:dollars|bucks|USD)\b"
_SHAPED = (
    r"(?<![0-9A-Za-z.,$/#:-])([0-9]{1,3}(?:,[0-9]{3}){1,4}\.[0-9]{2}|[0-9]{3,9}\.[0-9]{2})(?![0-9A-Za-z%]|[.,/-][0-9])"
)
_CITATION = r"(?:\b(?:cfr|u\.?s\.?c\.?|section|sec\.|part|policy|rule|statute|code)|\u00a7)[\s\u00a0]{0,3}$"
_NOUN = (
    r"(?:ded(?:uctible)?s?|max(?:imum)?|fees?|co-?pay(?:ment)?|balance|owes?|owed|allowed|allowable|billed|charged?|"
    r"charges|cost|price|write-?offs?|oop|premium|refund(?:ed)?|coinsurance|estimate|paid|pays?|portion|total|amount|"
    r"responsibility|collected|remaining|met|used|uncovered|discount|payment|installments?|deposit|contracted|ucr)"
)
_SAME_LINE = "[ \t\u00a0]{0,3}"
_AFTER_NOUN = (
    rf"\b{_NOUN}(?:{_SAME_LINE}(?:of|is|was|are|amount|for|only|about|=|:|due|remaining|left|per year|"
    rf"allowed)){{0,2}}{_SAME_LINE}[:=]?{_SAME_LINE}"
    rf"({NUMBER})(?![0-9A-Za-z%]|[.,][0-9]|[/][0-9]{{1,2}}(?![0-9])|-[0-9A-Za-z]|"
    rf"{_SAME_LINE}(?:days?|months?|mos?\b|weeks?|wks?|years?|yrs?|visits?|mm\b|times|x\b|units?|percent|pct|per\b|teeth|"
    r"claims?|"
    r"quads?|crowns?|cleanings?|exams?|out of|of\b|a year|lines?|codes?))"
)
_BEFORE_NOUN = (
    rf"(?<![0-9A-Za-z.,$/#-])([0-9]{{1,3}}(?:,[0-9]{{3}}){{1,3}}|[0-9]{{2,6}}){GAP}"
    r"(?:left\b|remaining|max\b|maximum|ded\b|deductible|copay|co-pay|in benefits|write-?off|balance|allowed|oop\b)"
)
_FEWEST_LEFT = 3
_LOOKS_LIKE_CODE = r"^(?!..00$)[0-9]{4}$"
_VERB = r"\b(?:paid|pays?|billed|allowed|charged?|met|used|estimate|total)\b[^0-9]{0,8}$"
_THOUSANDS = {"k": 1000, "thousand": 1000, "million": 1_000_000}


def find(text: str) -> tuple[Mention, ...]:
    """Every amount; the unit is ``USD``, or ``USD malformed`` where the commas cannot be read.

    >>> [m.value for m in find("$1,250.00 billed, ded 50, 600 left, USD 75 and 1.5 mm")]
    ['1250.00', '50.00', '600.00', '75.00']
    """
    return settle((*_signed(text), *_unsigned(text)))


def _signed(text: str) -> Iterator[Mention]:
    done = 0
    for match in pattern(_SIGNED).finditer(text):
        factor = _THOUSANDS.get((match[4] or match[5] or "").lower(), 1)
        negative = bool(match[1] or match[2])
        yield _amount(text, match[3], match.start(), match.end(), factor=-factor if negative else factor)
        done = match.end()
        upper = pattern(_RANGE_END).match(text, match.end())
        if upper and not pattern(r"^\s?(?:and|or)").match(text[match.end() :][:5]):
            yield _amount(text, upper[1], upper.start(1), upper.end(1))
    for match in pattern(_MALFORMED).finditer(text):
        if match.start() >= done or not pattern(_SIGNED).match(text, match.start()):
            yield mention("amount", match[0].lstrip("$ "), text, match.start(), match.end(), f"{_UNIT} malformed")


def _unsigned(text: str) -> Iterator[Mention]:
    for match in pattern(_WORDED).finditer(text):
        yield _amount(text, match[1], match.start(), match.end())
    for match in pattern(_SHAPED).finditer(text):
        if pattern(_CITATION).search(before(text, match.start())):
            continue
        yield _amount(text, match[1], match.start(), match.end())
    for match in pattern(_AFTER_NOUN).finditer(text):
        if pattern(_LOOKS_LIKE_CODE).match(match[1]) and pattern(_VERB).search(before(text, match.start(1), 20)):
            continue
        yield _amount(text, match[1], match.start(1), match.end(1))
        second = pattern(r"/([0-9]{1,6}(?:\.[0-9]{2})?)(?![0-9A-Za-z/%])").match(text, match.end(1))
        if second:
            yield _amount(text, second[1], second.start(1), second.end(1))
    for match in pattern(_BEFORE_NOUN).finditer(text):
        counted = len(match[1]) < _FEWEST_LEFT and pattern(r"^(?:left|remaining|max)").match(
            text[match.end(1) :][:12].lstrip()
        )
        if not counted:
            yield _amount(text, match[1], match.start(1), match.end(1))


def _amount(text: str, number: str, start: int, end: int, *, factor: int = 1) -> Mention:
    value = Decimal(number.replace(",", "")) * factor
    exponent = value.as_tuple().exponent
    cents = isinstance(exponent, int) and exponent >= -2
    return mention("amount", f"{value:.2f}" if cents else f"{value:f}", text, start, end, _UNIT)
