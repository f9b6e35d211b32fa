"""Rule DX13."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "DX13",
    severity="error",
    source="Claim form item 34a: four diagnoses; CMS-1500 item 21: twelve",
    denial="CO-16/M76",
    needs="diagnoses",
)
def diagnosis_count(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """A claim lists no more diagnoses than its form holds, each once.

    Wrong: five diagnoses on a dental claim
    Right: four diagnoses on a dental claim
    """
    most = 4 if claim.lane == "dental" else 12
    if len(claim.diagnoses) > most:
        yield Problem(
            "diagnoses",
            f"{len(claim.diagnoses)} diagnoses; a {claim.lane} claim holds {most}",
            "Keep those that the lines point to",
        )
    seen: set[str] = set()
    for index, code in enumerate(facts.diagnoses):
        if code and code in seen:
            yield Problem(
                f"diagnoses[{index}]",
                f"{code} is listed twice",
                "List it once and mend the pointers",
                severity="warning",
            )
        seen.add(code)
