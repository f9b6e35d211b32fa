"""Rule DX03."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "DX03",
    severity="error",
    source="ICD-10-CM tabular list: only a code without further subdivision is billable",
    denial="CO-16/M81",
    needs="diagnoses",
)
def diagnosis_finished(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """A diagnosis is coded to its last character.

    Wrong: K08.1; M26.60
    Right: K08.101; M26.601
    """
    if facts.icd is None:
        return
    for index, code in enumerate(facts.diagnoses):
        if code and facts.standing(code) == "needs_more":
            below = ", ".join(each.code for each in facts.icd.leaves(code, 4))
            yield Problem(
                f"diagnoses[{index}]",
                f"{code} is a heading and cannot be billed",
                f"Choose the finished code that the chart supports, such as {below}",
            )
