"""Text for places that take plain characters only: claim notes, old terminals."""

from __future__ import annotations

import unicodedata

_SPELLED = {
    "\u2018": "'",
    "\u2019": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u2013": "-",
    "\u2014": "-",
    "\u2212": "-",
    "\u2010": "-",
    "\u2011": "-",
    "\u2026": "...",
    "\u2022": "-",
    "\u2265": ">=",
    "\u2264": "<=",
    "\u2260": "not equal to",
    "\u00d7": "x",
    "\u00f7": "/",
    "\u00b1": "+/-",
    "\u2248": "about ",
    "\u00b0": " degrees",
    "\u00b5": "u",
    "\u03bc": "u",
    "\u00bd": " 1/2",
    "\u00bc": " 1/4",
    "\u00be": " 3/4",
    "\u00a0": " ",
    "\u202f": " ",
    "\u2009": " ",
    "\u2192": "->",
    "\u00a7": "section ",
}


def ascii_text(text: str) -> str:
    """The text in ASCII: signs spelled so that no value changes, accents dropped, the rest ``?``.

    >>> ascii_text("AHI \u226515 \u2013 \u201cMu\u00f1oz\u201d")
    'AHI >=15 - "Munoz"'
    """
    spelled = "".join(_SPELLED.get(c, c) for c in text)
    return "".join(c if c < "\x80" else _nearest(c) for c in spelled)


def _nearest(character: str) -> str:
    # Only letters are decomposed: a superscript figure must not become part of the number before it.
    if unicodedata.category(character).startswith("M"):
        return ""
    if not unicodedata.category(character).startswith("L"):
        return "?"
    base = unicodedata.normalize("NFD", character)[0]
    return base if base < "\x80" else "?"


def printable(text: str) -> str:
    r"""The text without control characters, so that words of a file cannot steer a terminal.

    >>> printable("a\x1b[31mb\tc")
    'a[31mb c'
    """
    return "".join(
        c if c == "\n" else " " if c == "\t" else "" if unicodedata.category(c) in ("Cc", "Cf", "Cs") else c
        for c in text
    )
