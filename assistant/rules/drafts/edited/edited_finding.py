"""Rule DR23."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import fuzz

from assistant.recognise import negation
from assistant.rules.drafts.edited.record import record_of
from assistant.rules.drafts.proof import folded
from assistant.rules.drafts.rule import Change, EditedSheet, Trouble, draft_rule

_NEGATIONS = re.compile(
    r"\b(?:no|not|never|without|none|neither|nor|denies|denied|absent|negative|cannot|n't)\b|n't\b", re.IGNORECASE
)

#: From this likeness (0 to 100) two pieces are one sentence.
_SAME = 75


@draft_rule("DR23", severity="error", source="Law 1: no invented findings")
def edited_finding(edited: EditedSheet) -> Iterator[Trouble]:
    """A finding that was added, or turned into its opposite, stands in the chart.

    Wrong: "MRI shows disc displacement" where no paper mentions it
    Right: a finding that a note states, in other words
    """
    for change in edited.changes:
        lost = _negations(change.before) - _negations(change.text)
        gained = _negations(change.text) - _negations(change.before)
        if (lost or gained) and _same_sentence(change):
            word = min(lost or gained)
            yield Trouble(
                change.where,
                f"the word {word!r} was {'taken out' if lost else 'added'}: {change.text}",
                "say what the record says",
            )
        if not record_of(edited.sheet).proves(change.text):
            yield from _unsupported(edited, change.where, change.text, change.before)


def _same_sentence(change: Change) -> bool:
    """Whether a change is a rewording of one sentence; a word may be missing only from the same one."""
    return not change.alone and fuzz.ratio(folded(change.text), folded(change.before)) >= _SAME


def _negations(text: str) -> set[str]:
    return {match.group().casefold() for match in _NEGATIONS.finditer(text)}


def _unsupported(edited: EditedSheet, where: str, text: str, before: str) -> Iterator[Trouble]:
    playbook = edited.sheet.playbook
    held = {(fact.key, fact.polarity) for fact in edited.sheet.evidence.facts}
    for spec in playbook.facts if playbook else ():
        for pattern in spec.patterns:
            match = re.search(pattern, text, re.IGNORECASE)
            if match is None or re.search(pattern, before, re.IGNORECASE):
                continue
            said = negation.read(text, match.start(), match.end()).polarity
            if said in ("present", "absent") and (spec.key, said) not in held:
                stated = "says" if said == "present" else "denies"
                yield Trouble(
                    where,
                    f"no paper {stated} {spec.label}: {match.group()}",
                    "take it out, or add the paper that shows it",
                )
                break
