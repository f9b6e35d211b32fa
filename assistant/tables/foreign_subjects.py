"""Words of other subjects than billing: kitchen, shop, travel, worship, the frames of pages."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from assistant.tables.source import document

_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_PARTS = re.compile(r"\s*(?:[|>\u00bb\u203a\u2022\u00b7/]|\s{3,})\s*")

#: Words that also have a meaning in the field count from so many on.
_WEAK = 2

#: A line of this many parts, most of them names of pages, leads to other pages.
_LINKS = 3


def is_foreign(sentence: str) -> bool:
    """Whether the words of a sentence belong to another subject, or only lead to other pages.

    >>> is_foreign("Whisk the butter until it is fluffy."), is_foreign("Food impaction is charted at the open contact.")
    (True, False)
    >>> is_foreign("Home | About us | Careers | Log-in")
    True
    """
    plain = sentence.casefold()
    words = _WORD.findall(plain)
    strong, weak = _words("strong"), _words("weak")
    if any(word in strong for word in words) or len({word for word in words if word in weak}) >= _WEAK:
        return True
    spaced = f" {' '.join(words)} "
    return any(f" {phrase} " in spaced for phrase in _phrases()) or _is_navigation(plain)


def _is_navigation(plain: str) -> bool:
    parts = [part for part in _PARTS.split(plain.strip()) if part]
    if len(parts) < _LINKS or len(plain) > 200:
        return False
    names = _words("navigation")
    return sum(bool(names & set(part.split())) and len(part.split()) <= 3 for part in parts) * 2 > len(parts)


@cache
def _table() -> dict[str, Any]:
    table = document("foreign_subjects.yaml")
    assert isinstance(table, dict)  # the file ships with the program
    return table


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(str(_table()[kind]).split())


@cache
def _phrases() -> tuple[str, ...]:
    return tuple(_table()["phrases"])
