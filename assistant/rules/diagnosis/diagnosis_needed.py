"""Rule DX12."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule("DX12", severity="error", source="CMS-1500 item 21: at least one diagnosis", denial="CO-16/M76", lane="medical")
def diagnosis_needed(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """A medical claim has a diagnosis.

    Wrong: a medical claim without diagnosis
    Right: a medical claim with G47.33
    """
    if claim.lines and not claim.diagnoses:
        yield Problem(
            "diagnoses",
            "a medical claim needs a diagnosis and none is listed",
            "Add the diagnosis that the record shows",
        )
