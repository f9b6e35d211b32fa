"""Rule FQ07."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "FQ07",
    severity="warning",
    source="The plan record: annual and lifetime maximum",
    denial="PR-119",
    needs="coverages",
)
def maximum_left(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """The plan still has money for the claim.

    Wrong: maximum 1500.00, used 1500.00
    Right: maximum 1500.00, used 900.00
    """
    coverage = facts.coverage
    if coverage is None:
        return
    braces = any(service.is_any(("orthodontic",)) for service in facts.services)
    pairs = [("annual", coverage.annual_maximum, coverage.maximum_used, "PR-119")]
    if braces:
        pairs = [("lifetime", coverage.lifetime_maximum, coverage.lifetime_used, "PR-149/N786")]
    for name, most, used, denial in pairs:
        if most is None or used is None:
            continue
        left = most - used
        where = f"coverages[{claim.coverages.index(coverage)}].{'lifetime_used' if braces else 'maximum_used'}"
        if left < 0:
            yield Problem(
                where,
                f"the {name} maximum is {most} and {used} is used",
                "Check the benefit record again",
                denial=denial,
            )
        elif left == 0:
            yield Problem(
                where,
                f"the {name} maximum of {most} is used up",
                "Tell the patient before; bill the next plan",
                denial=denial,
            )
        elif left < claim.fees:
            yield Problem(
                where,
                f"{left} of the {name} maximum is left; the claim is {claim.fees}",
                "Tell the patient what may be left to pay",
                severity="note",
            )
