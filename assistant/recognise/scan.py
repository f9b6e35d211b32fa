"""What the finders share: pattern fragments, the words around a match, and building a mention.

Every gap in a pattern is bounded, so that no run of blanks makes a search slow.
"""

from __future__ import annotations

import re
from functools import cache

from assistant.domain.fact import Mention, MentionKind

#: Up to three blanks, the non-breaking kinds included.
GAP = "[\\s\u00a0\u2007\u202f]{0,3}"
#: At least one blank.
BLANK = "[\\s\u00a0\u2007\u202f]{1,3}"
#: A hyphen or any dash that a word processor puts in its place.
DASH = "[-\u2010\u2011\u2012\u2013\u2014\u2212]"
#: What stands between the two ends of a range.
TO = f"(?:{GAP}{DASH}{GAP}|{BLANK}(?:to|thru|through){BLANK})"


@cache
def pattern(source: str, *, exact_case: bool = False) -> re.Pattern[str]:
    """``source`` compiled on first use; ASCII word characters, capitals ignored unless ``exact_case``."""
    return re.compile(source, re.ASCII if exact_case else re.ASCII | re.IGNORECASE)


def before(text: str, start: int, width: int = 30) -> str:
    """Up to ``width`` characters that stand before ``start``."""
    return text[max(0, start - width) : start]


def after(text: str, end: int, width: int = 30) -> str:
    """Up to ``width`` characters that stand after ``end``."""
    return text[end : end + width]


def clause_before(text: str, start: int, width: int = 60) -> str:
    """The part of the sentence or line before ``start``, at most ``width`` characters."""
    window = before(text, start, width)
    cut = max(window.rfind("\n"), window.rfind(";"), window.rfind(". "))
    return window[cut + 1 :]


def clause_after(text: str, end: int, width: int = 60) -> str:
    """The part of the sentence or line after ``end``, at most ``width`` characters."""
    window = after(text, end, width)
    cuts = [cut for cut in (window.find("\n"), window.find(";"), window.find(". ")) if cut >= 0]
    return window[: min(cuts)] if cuts else window


def mention(kind: MentionKind, value: str, text: str, start: int, end: int, unit: str = "") -> Mention:
    """A mention whose quote is cut from ``text``."""
    return Mention(kind=kind, value=value, quote=text[start:end], start=start, end=end, unit=unit)
