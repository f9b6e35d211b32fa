"""Short words that dental offices and payers share, for channels of few characters."""

from __future__ import annotations

import re
from functools import cache

from assistant.tables.source import rows


@cache
def _words() -> tuple[dict[str, str], re.Pattern[str]]:
    shorter = {cells["long"].lower(): cells["short"] for cells in rows("narrative_short.csv")}
    longest_first = sorted(shorter, key=len, reverse=True)
    return shorter, re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)


def shortened(text: str) -> str:
    """The text with every word that has a shared short form in that form; numbers and codes stay.

    >>> shortened("Recurrent decay at the distal margin, less than 50% of tooth remaining")
    'Rec decay at D margin, <50% of tooth left'
    """
    shorter, pattern = _words()
    words = pattern.sub(lambda match: _as_written(match[0], shorter[match[0].lower()]), text)
    return re.sub(r"([<>]=?) (?=\d)", r"\1", " ".join(words.split()))


def _as_written(long: str, short: str) -> str:
    """A sentence that begins with a capital still does."""
    return short[:1].upper() + short[1:] if long[0].isupper() else short
