"""Rule DX11."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "DX11",
    severity="error",
    source="CMS-1500 item 24E and claim form item 29a: at most four pointers, each to a listed diagnosis",
    denial="CO-16/M76",
    needs="lines",
)
def pointers(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """A line points to one to four diagnoses that are on the claim.

    Wrong: pointer 3 with two diagnoses; a medical line without pointer
    Right: pointers 1 and 2 with two diagnoses
    """
    most = 4
    listed = len(claim.diagnoses)
    for index, line in enumerate(claim.lines):
        where = f"lines[{index}].diagnosis_pointers"
        wrong = [each for each in line.diagnosis_pointers if not 1 <= each <= listed]
        if wrong:
            yield Problem(
                where,
                f"pointer {wrong[0]} names no diagnosis; the claim lists {listed}",
                "Use the position of the diagnosis, counted from 1",
            )
        elif len(set(line.diagnosis_pointers)) != len(line.diagnosis_pointers):
            yield Problem(
                where, "a diagnosis is pointed to twice", "Name each once, the main one first", severity="warning"
            )
        elif len(line.diagnosis_pointers) > most:
            yield Problem(
                where,
                f"{len(line.diagnosis_pointers)} pointers; a line holds {most}",
                "Keep the ones that explain the service",
            )
        elif not line.diagnosis_pointers and claim.lane == "medical" and listed > 1:
            yield Problem(
                where,
                "the line points to no diagnosis",
                "Point to the diagnosis that explains the service, counted from 1",
            )
