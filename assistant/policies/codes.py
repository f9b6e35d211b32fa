"""Procedure codes in the words of a policy, ranges filled."""

from __future__ import annotations

import re
from functools import cache

from assistant.recognise import procedure_codes
from assistant.tables.medical_procedures import medical_procedures
from assistant.tables.procedures import procedures

_RANGE = re.compile(r"\b(D\d{4})\s*(?:to|through|thru|-|\u2013)\s*(D\d{4})\b")


#: Five digits that are no end of an address, amount, date or longer number.
_BARE = re.compile(r"(?<![\w$.,/#-])(?<![A-Z]{2} )(?<!Box )(?<!Suite )(\d{5})(?![\w/-]|[.,]\d)")


@cache
def _medical() -> frozenset[str]:
    return frozenset(medical_procedures())


def codes_in(piece: str) -> tuple[str, ...]:
    """The procedure codes a piece names, ranges filled from the loaded table; bare digits where the table has them.

    >>> codes_in("D2391 to D2394, and D2740")
    ('D2391', 'D2392', 'D2393', 'D2394', 'D2740')
    """
    named = {mention.value for mention in procedure_codes.find(piece)}
    named |= {code for code in _BARE.findall(piece) if code in _medical()}
    for first, last in _RANGE.findall(piece):
        named |= {code for code in procedures() if first <= code <= last}
    return tuple(sorted(named))
