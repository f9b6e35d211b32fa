"""Rule DR29."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.rules.drafts.proof import Value, folded, unquoted, value_order
from assistant.rules.drafts.rule import EditedSheet, Trouble, draft_rule
from assistant.tables.wording import letter_words

_HEADING = re.compile(r"\W*(?:list of )?enclosures?(?: list)?\W*", re.IGNORECASE)
_SAYS = re.compile(r"\b(?:enclos\w*|attach\w*|append\w*|accompan\w*)\b", re.IGNORECASE)
_WORDS = re.compile(r"[a-z]{3,}")
_ITEM = re.compile(r"\s*(?:\d{1,2}[.)]|[-*\u2022])\s*(?P<name>\S.*)")


@draft_rule("DR29", severity="error", source="Law 1: an enclosure without a paper")
def edited_enclosure(edited: EditedSheet) -> Iterator[Trouble]:
    """What the list of enclosures names is there to be enclosed.

    Wrong: "CPAP download" added to the list without a file
    Right: the paper added to the case, and the letter drafted anew
    """
    held = {_same(name) for _, name in _listed(edited.fresh)}
    for number, name in _listed(edited.text):
        if _same(name) not in held:
            yield Trouble(
                f"line {number}",
                f"no paper of the case is {name!r}",
                "add it to the attachments, or take it out",
            )
    yield from _told(edited)


def _same(name: str) -> tuple[str, tuple[Value, ...]]:
    """A name by its words and values, so that a date may be written in another way."""
    order = value_order(name)
    return folded(order.frame), order.values


def _told(edited: EditedSheet) -> Iterator[Trouble]:
    """Sentences that were added or changed and say that something is enclosed."""
    held = [
        set(_WORDS.findall(folded(e.title + " " + e.kind.replace("_", " ")))) for e in edited.sheet.evidence.enclosures
    ]
    for change in edited.changes:
        if change.alone or not _SAYS.search(unquoted(change.text)):
            continue
        words, before = (_WORDS.findall(folded(unquoted(text))) for text in (change.text, change.before))
        named = {word for word in words if word not in letter_words() and not _SAYS.match(word)}
        if _SAYS.search(change.before) and named <= set(before):
            continue
        if not any(named <= paper for paper in held):
            yield Trouble(
                change.where,
                f"no paper of the case is what this sentence encloses: {change.text}",
                "add the paper to the attachments, or take the sentence out",
            )


def _listed(text: str) -> Iterator[tuple[int, str]]:
    """The items below the heading of the enclosures; an item may go on in the next line."""
    within, item = False, (0, "")
    for number, line in enumerate(text.splitlines(), start=1):
        match = _ITEM.match(line)
        if within and match is None and line.strip() and not item[1]:
            within = False
        if match is None and line.strip() and item[1]:
            item = (item[0], f"{item[1]} {line.strip()}")
            continue
        if item[1]:
            yield item
        item = (number, match["name"].strip()) if within and match else (0, "")
        within = within or _HEADING.fullmatch(line) is not None
    if item[1]:
        yield item
