"""Numbers as they are written: digits with thousands commas, and small numbers in words."""

from __future__ import annotations

from decimal import Decimal

#: A plain or comma-grouped number, bounded so that a search stays linear.
NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}(?:\.[0-9]{1,4})?|[0-9]{1,12}(?:\.[0-9]{1,4})?|\.[0-9]{1,4})"

_ONES = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_VALUES = {word: number for number, word in enumerate(_ONES, 1)} | {
    word: 10 * number for number, word in enumerate(_TENS, 2)
}

#: One to ninety-nine in words.
WORD = f"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_ONES[:9])}))?|{'|'.join(reversed(_ONES))})"


def plain(written: str) -> str:
    """The shortest plain decimal of a number in digits or words.

    >>> plain("1,250.00"), plain("22.40"), plain(".8"), plain("twenty-four")
    ('1250', '22.4', '0.8', '24')
    """
    word = written.lower().replace("-", " ").split()
    if word and all(part in _VALUES for part in word):
        return str(sum(_VALUES[part] for part in word))
    number = Decimal(written.replace(",", ""))
    if number == number.to_integral_value():
        return f"{number:.0f}"
    return f"{number.normalize():f}"
