"""Rule DR28."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.recognise import durations
from assistant.rules.drafts.edited.record import record_of
from assistant.rules.drafts.proof import of_policy, unquoted, values
from assistant.rules.drafts.rule import EditedSheet, Trouble, draft_rule
from assistant.tables.wording import clinical

_FIX = "take it out, or add the paper that shows it"


@draft_rule("DR28", severity="error", source="Law 1: no invented findings")
def edited_chart(edited: EditedSheet) -> Iterator[Trouble]:
    """What a changed or added sentence says of the patient stands in the papers of the case, not only in the policy.

    Wrong: "MRI shows disc displacement" without such a report; "CPAP used for 90 days" where only the policy says 90
    Right: a finding, a length of time or a measurement that a paper of the case holds
    """
    proof = edited.sheet.proof
    for change in edited.changes:
        text = unquoted(change.text)
        if record_of(edited.sheet).proves(change.text):
            continue
        policy = of_policy(text)
        held = clinical(proof.case_text) | (clinical(proof.policy_text) if policy else frozenset())
        unheard = sorted(clinical(text) - clinical(change.before) - held)
        if unheard:
            yield Trouble(change.where, f"no paper of the case mentions {' or '.join(unheard)}: {change.text}", _FIX)
        if policy or not _speaks_of_the_record(edited, text):
            continue
        new = values(text) - values(change.before) - proof.case_values
        for kind, value in sorted(new & proof.all_values):
            yield Trouble(change.where, f"the {kind} {value} stands in the policy, not in the record: {text}", _FIX)
        for length in sorted(_lengths(text) - _lengths(change.before) - _lengths(proof.case_text) - _stated(edited)):
            yield Trouble(change.where, f"no paper of the case says {' '.join(length)}: {text}", _FIX)


def _speaks_of_the_record(edited: EditedSheet, text: str) -> bool:
    playbook = edited.sheet.playbook
    return playbook is not None and any(
        re.search(pattern, text, re.IGNORECASE) for spec in playbook.facts for pattern in spec.patterns
    )


def _lengths(text: str) -> set[tuple[str, str]]:
    return {(found.value, f"{found.unit}s") for found in durations.find(text)}


def _stated(edited: EditedSheet) -> set[tuple[str, str]]:
    """Lengths that follow from two dates of the record."""
    facts = [fact for fact in edited.sheet.evidence.facts if fact.day and fact.until]
    return {(str((fact.until - fact.day).days + 1), "days") for fact in facts if fact.day and fact.until}
