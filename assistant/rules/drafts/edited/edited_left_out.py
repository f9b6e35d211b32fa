"""Rule DR34."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.recognise import dates
from assistant.rules.drafts.edited.edited_status import Flat
from assistant.rules.drafts.proof import folded
from assistant.rules.drafts.rule import EditedSheet, Trouble, draft_rule

_COUNT = re.compile(
    r"\b(?:meets?|met|of|all|every|each)\b[^.]{0,40}\b(?:criteri\w+|conditions?|requirements?|list)\b"
    r"|\brecord meets\b",
    re.IGNORECASE,
)
_REASON = re.compile(r"\b(?:CARC|RARC)\b|gives? the reason|reason (?:as|for)|denied (?:because|as)", re.IGNORECASE)
_SPACES = re.compile(r"[\s.,;:()]+")


@draft_rule("DR34", severity="warning", source="Law 1: proof-carrying drafts")
def edited_left_out(edited: EditedSheet) -> Iterator[Trouble]:
    """What an answer to a denial needs was not taken out: its conditions, the reason that it answers, its last day.

    Where the letter still counts the conditions, a row that is gone is an error.

    Wrong: four rows below "the record meets all five"; no word of the reason
    Right: a courtesy taken out
    """
    text = _plain(edited.text)
    yield from _rows(edited)
    for statement in edited.sheet.statements:
        told = _plain(statement.text)
        if not told or told not in _plain(edited.fresh) or told in text:
            continue
        if _REASON.search(statement.text) and not _reasons(statement.text) & _reasons(edited.text):
            yield Trouble("letter", f"the reason of the denial was taken out: {statement.text}", "quote it again")
    yield from _last_day(edited)


def _rows(edited: EditedSheet) -> Iterator[Trouble]:
    fresh, text = Flat(edited.fresh), Flat(edited.text)
    counted = bool(_COUNT.search(edited.text))
    for words in dict.fromkeys(row.text for row in edited.sheet.evidence.criteria):
        printed, left = (len(list(each.statuses(folded(words)))) for each in (fresh, text))
        if left < printed and not _changed(edited, words):
            says = " though the letter still counts it" if counted else ""
            yield Trouble(
                "criteria",
                f"a condition of the table was taken out{says}: {words}",
                "put the row back, or draft anew",
                "error" if counted else None,
            )


def _changed(edited: EditedSheet, words: str) -> bool:
    """Whether the row is there in other words, which another rule reports."""
    return any(
        _plain(words) in _plain(change.before) or _plain(change.before) in _plain(words)
        for change in edited.changes
        if change.before
    )


def _reasons(text: str) -> set[str]:
    return {found.casefold() for found in re.findall(r"\b(?:CARC \w+|RARC \w+)\b|\"[^\"]{12,}\"", text)}


def _last_day(edited: EditedSheet) -> Iterator[Trouble]:
    deadline = edited.sheet.evidence.deadline
    day = deadline.date.isoformat() if deadline is not None else ""
    gone = bool(day) and day in _days(edited.fresh) and day not in _days(edited.text)
    if gone and not any(day in _days(change.before) for change in edited.changes):
        yield Trouble("letter", f"the last day of the period, {day}, was taken out", "put it back")


def _days(text: str) -> set[str]:
    return {found.value for found in dates.find(text)}


def _plain(text: str) -> str:
    return _SPACES.sub(" ", folded(text)).strip()
