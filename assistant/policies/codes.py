"""Procedure codes in the words of a policy, ranges filled."""

from __future__ import annotations

import re

from assistant.recognise import procedure_codes
from assistant.tables.procedures import procedures

_RANGE = re.compile(r"\b(D\d{4})\s*(?:to|through|thru|-|\u2013)\s*(D\d{4})\b")


def codes_in(piece: str) -> tuple[str, ...]:
    """The procedure codes a piece names, ranges filled from the loaded table.

    >>> codes_in("D2391 to D2394, and D2740")
    ('D2391', 'D2392', 'D2393', 'D2394', 'D2740')
    """
    named = {mention.value for mention in procedure_codes.find(piece)}
    for first, last in _RANGE.findall(piece):
        named |= {code for code in procedures() if first <= code <= last}
    return tuple(sorted(named))
