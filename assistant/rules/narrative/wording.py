"""Finding one of several words or phrases in a narrative, unless the narrative denies it."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.recognise.negation import is_denied


@lru_cache(maxsize=256)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    # A digit may stand against a word: 5mm, 40%.
    anyone = "|".join(re.escape(word) for word in longest_first)
    return re.compile(rf"(?<![A-Za-z])(?:{anyone})(?![A-Za-z])", re.IGNORECASE)


def says_any(text: str, words: tuple[str, ...]) -> str:
    """The first of the words as the text writes it; empty when none stands in it.

    >>> says_any("Roots Sectioned, bone removed", ("section", "sectioned"))
    'Sectioned'
    """
    found = _pattern(words).search(text)
    return found[0] if found else ""


def affirms_any(text: str, words: tuple[str, ...]) -> str:
    """The first of the words that the text says is so; empty when it says none, or only denies them.

    >>> affirms_any("forceps only, no bone removal", ("bone removal",))
    ''
    """
    said = (found for found in _pattern(words).finditer(text) if not is_denied(text, *found.span()))
    return next((found[0] for found in said), "")
