"""Rule AC02."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "AC02",
    severity="error",
    source="Claim form item 46: the accident precedes the care",
    denial="CO-16",
    needs="accident",
)
def accident_order(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """An accident is not after the care it led to.

    Wrong: accident 2026-11-20, service 2026-11-12
    Right: accident 2026-10-03, service 2026-11-12
    """
    happened = claim.accident.date if claim.accident else None
    if happened is None:
        return
    born = claim.patient.birth_date if claim.patient else None
    if happened > facts.first_day:
        yield Problem(
            "accident.date",
            f"the accident of {happened} is after the service on {facts.first_day}",
            "Correct the date of the accident or of the service",
        )
    elif born is not None and happened < born:
        yield Problem(
            "accident.date",
            f"the accident of {happened} is before the patient was born",
            "Correct the date of the accident",
        )
