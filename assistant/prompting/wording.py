"""How values are worded in a template: dates, money, lists and what is still missing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

# Not strftime: the name would follow the locale of the machine.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_NEEDS = re.compile(r"\[\[needs:\s*([^\[\]]+?)\s*\]\]")


def long_date(day: date) -> str:
    """A date as American letters write it, the same in every locale.

    >>> long_date(date(2026, 6, 29))
    'June 29, 2026'
    """
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def money(amount: Decimal) -> str:
    """US dollars with cents.

    >>> money(Decimal("1240.5"))
    '$1,240.50'
    >>> money(Decimal("-3"))
    '-$3.00'
    """
    cents = amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return f"{'-' if cents < 0 else ''}${abs(cents):,.2f}"


def listing(items: Sequence[str], word: str = "and") -> str:
    """Items as a sentence lists them.

    >>> listing(["chart note", "order", "study"])
    'chart note, order and study'
    """
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {word} {items[-1]}"


def needs(value: object, what: str) -> object:
    """The value, or the visible placeholder for it where nobody has stated it.

    >>> needs(None, "date of CPAP trial")
    '[[needs: date of CPAP trial]]'
    """
    if value is None or value == "":
        return f"[[needs: {what}]]"
    return value


def placeholder_texts(text: str) -> tuple[str, ...]:
    """What a text still needs, in order, each once.

    >>> placeholder_texts("On [[needs: date of trial]] and [[needs: date of trial]].")
    ('date of trial',)
    """
    return tuple(dict.fromkeys(_NEEDS.findall(text)))
