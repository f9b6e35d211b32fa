"""Words on the head of a letter, from ``corpus/tables/letterhead_words.yaml``."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from assistant.tables.source import document


@cache
def head_words(kind: Literal["insures", "treats", "titles"]) -> re.Pattern[str]:
    """What finds a word of a kind in a line.

    >>> bool(head_words("treats").search("Maple Street Dental"))
    True
    """
    table = document("letterhead_words.yaml")
    phrases = [*str(table[kind]).split(), *(table["title_phrases"] if kind == "titles" else ())]
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})\b", re.IGNORECASE)


@cache
def capitals() -> frozenset[str]:
    """Abbreviations that stay in capitals."""
    return frozenset(word.upper() for word in str(document("letterhead_words.yaml")["capitals"]).split())
