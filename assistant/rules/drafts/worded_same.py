"""Rule DR41."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from assistant.recognise import quotes
from assistant.recognise.placeholders import placeholders
from assistant.rules.drafts.proof import value_counts, value_order
from assistant.rules.drafts.rule import EditedSheet, Trouble, draft_rule
from assistant.tables.wording import clinical

_NEGATIONS = re.compile(
    r"\b(?:no|not|never|without|none|neither|nor|denies|denied|cannot|only|unless)\b|n't\b", re.IGNORECASE
)
_NAME = re.compile(r"(?<![.!?:] )(?<!^)\b[A-Z][a-z]+\b")
#: A wording may grow to so many times the words it had, and so many more.
_LONGER, _MORE = 2, 12
_FIX = "say the same in other words, or leave the statement as it was"


@draft_rule("DR41", severity="error", source="A model words, and decides nothing")
def worded_same(edited: EditedSheet) -> Iterator[Trouble]:
    """The wording of a model says what the statement said: the same values, names, denials and findings.

    Wrong: "The trial was tolerated" for "The trial was not tolerated"
    Right: "The trial could not be tolerated"
    """
    before, now = edited.fresh, edited.text
    if value_counts(now) != value_counts(before) or placeholders(now) != placeholders(before):
        yield Trouble("line 1", "the wording has other values than the statement", _FIX)
    if [quote.value for quote in quotes.find(now)] != [quote.value for quote in quotes.find(before)]:
        yield Trouble("line 1", "a quotation was changed, added or lost", _FIX)
    if len(_negations(now)) != len(_negations(before)):
        yield Trouble("line 1", "a denial was added or lost", _FIX)
    if clinical(now) != clinical(before):
        yield Trouble("line 1", "a finding was added or lost", _FIX)
    if set(_names(now)) - set(re.findall(r"\w+", before)):
        yield Trouble("line 1", "a name was added", _FIX)
    if len(now.split()) > _LONGER * len(before.split()) + _MORE:
        yield Trouble("line 1", "the wording is far longer than the statement", _FIX)
    if any(ord(char) < ord(" ") for char in now):
        yield Trouble("line 1", "the wording is not one paragraph", _FIX)


def _negations(text: str) -> list[str]:
    return _NEGATIONS.findall(text)


def _names(text: str) -> Counter[str]:
    return Counter(match.group() for match in _NAME.finditer(value_order(text).frame))
