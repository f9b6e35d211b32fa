"""Excludes notes of the ICD-10-CM tabular list, read into spans of codes.

A note names the excluded codes in brackets: ``sleep apnea of newborn (P28.3-)``, ``viral hepatitis (B15-B19)``.
A bracket that adds a condition which cannot be told from the code is left unread, so that it never raises a
false conflict; ``with 7th character B`` can be told and is kept.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_BRACKET = re.compile(r"\(([^()]*)\)")
_CODE = r"((?:[A-Z][0-9]|QA)[0-9A-Z](?:\.[0-9A-Z]{1,4})?)(?:\.?-)?"
_PART = re.compile(rf"{_CODE}(?:\s*-\s*{_CODE})?(?: with 7th character ([A-Z]))?")
_BETWEEN_PARTS = re.compile(r"[,;]|\band\b|\bor\b")
_SEVENTH_PLACE = 7


class Span(NamedTuple):
    """Codes from ``low`` to ``high`` with everything below them, without dots.

    ``seventh`` narrows the span to codes with that seventh character; empty means any.
    """

    low: str
    high: str
    seventh: str = ""

    def holds(self, code: str) -> bool:
        """Whether the code, written without its dot, lies in the span.

        >>> Span("K084", "K084").holds("K08401"), Span("B15", "B19").holds("B200")
        (True, False)
        """
        inside = self.low <= code[: len(self.low)] and code[: len(self.high)] <= self.high
        return inside and (not self.seventh or code[_SEVENTH_PLACE - 1 : _SEVENTH_PLACE] == self.seventh)


def spans(note: str) -> tuple[Span, ...]:
    """The codes that a note excludes, empty when it names none that can be told.

    >>> spans("inflammation of penis (N48.1, N48.2-)")
    (Span(low='N481', high='N481', seventh=''), Span(low='N482', high='N482', seventh=''))
    >>> spans("branched-chain amino-acid metabolism (E71.0-E71.2)")
    (Span(low='E710', high='E712', seventh=''),)
    >>> spans("open skull fracture (S02.- with 7th character B)")
    (Span(low='S02', high='S02', seventh='B'),)
    >>> spans("diabetes mellitus (E08-E13 with .42)")
    ()
    """
    found: list[Span] = []
    for bracket in _BRACKET.findall(note):
        parts = [_PART.fullmatch(part.strip()) for part in _BETWEEN_PARTS.split(bracket)]
        found.extend(_span(part) for part in parts if part is not None and None not in parts)
    return tuple(found)


def _span(part: re.Match[str]) -> Span:
    low = part[1].replace(".", "")
    high = (part[2] or part[1]).replace(".", "")
    return Span(low, high, part[3] or "")
