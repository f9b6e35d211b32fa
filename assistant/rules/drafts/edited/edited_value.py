"""Rule DR21."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from rapidfuzz.distance import Levenshtein

from assistant.rules.drafts.edited.edited_blank import filled_blank
from assistant.rules.drafts.proof import Value, ages, folded, of_policy, value_counts, value_order
from assistant.rules.drafts.rule import Change, EditedSheet, Trouble, draft_rule

#: Values that a changed sentence may gain only where the evidence holds them.
_SHOWN = {"number": "number", "date": "date", "amount": "amount"}
_CAPITALS = re.compile(r"\b[A-Z]{2,5}\b")
#: Also where they mean no side: what is left of a tooth is not right.
_SIDES = re.compile(r"\b(?:left|right|upper|lower)\b", re.IGNORECASE)
#: As many characters as a slip of the keyboard changes.
_SLIP = 3


@draft_rule("DR21", severity="error", source="Law 1: proof-carrying drafts")
def edited_value(edited: EditedSheet) -> Iterator[Trouble]:
    """A code, tooth, surface, side, date, amount or measurement that was changed or added stands in the evidence.

    A value that replaces another of its kind is an error even where it stands elsewhere in
    the case: the sentence was proved with the first one.

    Wrong: "AHI 29" where the fresh letter says "AHI 22"
    Right: a sentence added with a date that the chart holds
    """
    for change in edited.changes:
        if filled_blank(change):
            continue
        if word := _word_exchanged(change):
            yield Trouble(change.where, f"{word[0]} became {word[1]}", f"write {word[0]} again")
        for age in sorted(ages(change.text) - ages(edited.fresh) - edited.sheet.proof.ages):
            if edited.sheet.proof.ages and not edited.sheet.proof.holds_wording(change.text):
                known = " or ".join(sorted(edited.sheet.proof.ages))
                yield Trouble(
                    change.where, f"the patient is {known} years old, not {age}", "take it from the birth date"
                )
        now, before = value_counts(change.text), value_counts(change.before)
        if swapped := _swapped(change):
            yield Trouble(
                change.where,
                f"{swapped[0]} and {swapped[1]} changed places",
                "write them as they were, or correct the case and draft anew",
            )
        for kind, value in sorted(now - before):
            lost = sorted(old for other, old in before - now if other == kind or _slip(change))
            if lost and change.alone and lost[0] == edited.sheet.evidence.today.isoformat():
                yield Trouble(change.where, f"the letter is dated {value}, and today is {lost[0]}", "date it today")
            elif lost:
                yield _replaced(change.where, kind, value, lost[0])
            elif (kind, value) not in _held(edited, change):
                yield _unproved(change.where, (kind, value), change.text)


def _held(edited: EditedSheet, change: Change) -> AbstractSet[Value]:
    """What proves a value that was added: the case; the policy too, where the sentence speaks of it."""
    proof = edited.sheet.proof
    line = change.alone and not change.text.endswith(".")
    if line or of_policy(change.text):
        return proof.all_values
    return proof.case_values | (edited.fresh_values & proof.all_values)


def _word_exchanged(change: Change) -> tuple[str, str] | None:
    """A word in capitals, such as a group code or a plan type, that took the place of another."""
    now, before = _told(change.text), _told(change.before)
    lost, new = [*(before - now)], [*(now - before)]
    return (lost[0], new[0]) if lost and new else None


def _told(text: str) -> Counter[str]:
    return Counter([*_CAPITALS.findall(text), *(word.lower() for word in _SIDES.findall(text))])


def _slip(change: Change) -> bool:
    """So little differs that a value which became one of another kind is a slip of the keyboard."""
    return Levenshtein.distance(folded(change.text), folded(change.before), score_cutoff=_SLIP) <= _SLIP


def _swapped(change: Change) -> tuple[str, ...]:
    """Two values that stand in each other's place in a sentence that is otherwise the same."""
    now, before = value_order(change.text), value_order(change.before)
    if folded(now.frame) != folded(before.frame) or Counter(now.values) != Counter(before.values):
        return ()
    moved = [old[1] for old, new in zip(before.values, now.values, strict=True) if old != new]
    return tuple(moved[:2])


def _replaced(where: str, kind: str, value: str, lost: str) -> Trouble:
    kind = _SHOWN.get(kind, kind)
    return Trouble(
        where, f"the {kind} {lost} became {value}", f"write {lost} again, or correct the case and draft anew"
    )


def _unproved(where: str, value: Value, text: str) -> Trouble:
    return Trouble(
        where,
        f"the {value[0]} {value[1]} stands nowhere in the case: {text}",
        "take it out, or add the paper that shows it",
    )
