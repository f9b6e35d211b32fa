"""Rule DR33."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.recognise import dates, durations
from assistant.rules.drafts.proof import of_policy, unquoted
from assistant.rules.drafts.rule import EditedSheet, Trouble, draft_rule

#: A sentence with one of each speaks of a time that somebody must keep.
_TIME = re.compile(
    r"\b(?:deadline|due|within|no later than|not later than|at the latest|until|by|before|expires?|ends?|left|remain\w*"
    r"|days? (?:to|from|after)|weeks? (?:to|from|after)|time limit|period)\b",
    re.IGNORECASE,
)
_WHOSE = re.compile(
    r"\b(?:you|your|answer\w*|respon\w+|reply|decisions?|decide\w*|appeals?|notice|deadline|due|file[ds]?|filing)\b",
    re.IGNORECASE,
)


@draft_rule("DR33", severity="error", source="deadline table")
def edited_deadline(edited: EditedSheet) -> Iterator[Trouble]:
    """A time to answer or to appeal that was added or changed is the one that was counted.

    Wrong: "Your answer is due in 10 days."; the last day of the appeal period one day later
    Right: the day that the letter gives already
    """
    for change in edited.changes:
        text = unquoted(change.text)
        if not (_TIME.search(text) and _WHOSE.search(text)):
            continue
        for length in sorted(_lengths(text) - _lengths(change.before) - _known(edited, text)):
            yield Trouble(change.where, f"nothing gives the time {' '.join(length)}: {change.text}", _FIX)
        for day in sorted(_days(text) - _days(change.before) - _days(edited.fresh)):
            yield Trouble(change.where, f"nothing gives the day {day} as a deadline: {change.text}", _FIX)


def _known(edited: EditedSheet, text: str) -> set[tuple[str, str]]:
    """The times that the letter, its calculations and, for a sentence on the policy, the policy name."""
    texts = [edited.fresh, *(calculation.text for calculation in edited.sheet.evidence.calculations)]
    if of_policy(text):
        texts.append(edited.sheet.proof.policy_text)
    return set().union(*(_lengths(each) for each in texts))


_FIX = "take it out, or write the day that was counted"


def _lengths(text: str) -> set[tuple[str, str]]:
    return {(found.value, f"{found.unit}s") for found in durations.find(text)}


def _days(text: str) -> set[str]:
    return {found.value for found in dates.find(text)}
