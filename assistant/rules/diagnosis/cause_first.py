"""Rule DX10."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule
from assistant.tables.diagnosis_links import plays


@rule(
    "DX10", severity="error", source="ICD-10-CM guidelines I.C.20.a: never first", denial="CO-16/M76", needs="diagnoses"
)
def cause_first(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """An external cause never stands first, on the claim or on a line.

    Wrong: W19.XXXA, then S02.5XXA
    Right: S02.5XXA, then W19.XXXA
    """
    if facts.diagnoses[0] and plays(facts.diagnoses[0], "external_cause"):
        yield Problem(
            "diagnoses[0]",
            f"{facts.diagnoses[0]} says how an injury happened and cannot stand first",
            "Put the injury first",
        )
        return
    for index, line in enumerate(claim.lines):
        first = line.diagnosis_pointers[0] - 1 if line.diagnosis_pointers else -1
        if (
            0 < first < len(facts.diagnoses)
            and facts.diagnoses[first]
            and plays(facts.diagnoses[first], "external_cause")
        ):
            yield Problem(
                f"lines[{index}].diagnosis_pointers",
                f"the line points first to {facts.diagnoses[first]}, the cause of an injury",
                "Point first to the injury",
            )
