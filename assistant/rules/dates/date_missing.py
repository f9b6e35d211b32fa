"""Rule DT01."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "DT01",
    severity="error",
    source="Claim form item 24; a predetermination alone has no date",
    denial="CO-16",
    needs="lines",
)
def date_missing(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """Every line of a claim has its date of service.

    Wrong: D2740 on a claim, no date
    Right: D2740 on a claim, 2026-11-12
    """
    if claim.purpose == "predetermination":
        return
    for index, line in enumerate(claim.lines):
        if line.date_of_service is None:
            yield Problem(
                f"lines[{index}].date_of_service",
                f"{facts.title(line)} has no date of service",
                'Add the completion date; for an estimate set "purpose": "predetermination"',
            )
