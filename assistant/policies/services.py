"""The procedures behind a service that a benefit grid names in words alone."""

from __future__ import annotations

import re
from functools import cache

from assistant.recognise.subjects import codes_of, subjects
from assistant.tables.procedures import label

_BRACKETS = re.compile(r"\([^)]*\)")
#: "After an injury", "on implants": not the treatment as such.
_RELATED = re.compile(r"\b(?:after|for|with|without|on|of|in|under|other|except)\b", re.IGNORECASE)
#: Beside the name of the treatment at most one other word may stand ("Teeth bleaching").
_MORE_WORDS = 1
_AGE_GROUPS = (re.compile(r"\badult", re.IGNORECASE), re.compile(r"\bchild", re.IGNORECASE))


@cache
def codes_named(text: str) -> tuple[str, ...]:
    """The procedures that a text names which is little more than the name of one treatment; else none.

    What stands in brackets tells nothing; a word for the age group keeps its own codes.

    >>> codes_named("Adult cleanings"), codes_named("Sealants (under age 17)"), codes_named("Cleanings and sealants")
    (('D1110',), ('D1351', 'D1353'), ())
    >>> codes_named("Orthodontics after injury")
    ()
    """
    plain = _BRACKETS.sub(" ", text)
    said = subjects(plain)
    words = len(plain.split()) - sum(len(found.split()) for found in said.values())
    if len(said) != 1 or words > _MORE_WORDS or _RELATED.search(plain):
        return ()
    codes = list(codes_of(next(iter(said))))
    for group in _AGE_GROUPS:
        if group.search(text):
            codes = [code for code in codes if group.search(label(code))] or codes
    return tuple(codes)
