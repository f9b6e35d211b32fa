"""Rule DT02."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "DT02",
    severity="error",
    source="https://hseassist.netlify.app/8-crucial-ada-claim-form-boxes",
    denial="CO-16",
    needs="lines",
)
def date_on_estimate(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """A predetermination has no date of service.

    Wrong: a predetermination with 2026-11-12
    Right: a predetermination without date
    """
    if claim.purpose != "predetermination":
        return
    for index, line in enumerate(claim.lines):
        if line.date_of_service is not None:
            yield Problem(
                f"lines[{index}].date_of_service",
                f"a predetermination carries the date of service {line.date_of_service}",
                "Leave the date out, or send it as a claim once the service is done",
            )
