"""Rule DX05."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "DX05",
    severity="warning",
    source="RARC N769: the diagnosis must name the side",
    denial="CO-16/N769",
    needs="diagnoses",
)
def side_unspecified(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """A diagnosis that has sides names one.

    Wrong: M26.609
    Right: M26.601
    """
    if facts.icd is None:
        return
    for index, code in enumerate(facts.diagnoses):
        if code and facts.laterality(code) == "unspecified":
            yield Problem(
                f"diagnoses[{index}]",
                f"{code} leaves the side open",
                "Code right, left or both as the chart says",
                severity=None if claim.lane == "medical" else "note",
            )
