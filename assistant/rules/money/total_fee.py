"""Rule MN02."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule("MN02", severity="error", source="Claim form item 32: the sum of the line fees", denial="CO-16")
def total_fee(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """The total is the sum of the line fees.

    Wrong: total 300.00 over lines of 240.00 and 55.00
    Right: total 295.00 over lines of 240.00 and 55.00
    """
    if claim.total_fee is None or any(line.fee is None for line in claim.lines):
        return
    if claim.total_fee != claim.fees:
        yield Problem(
            "total_fee",
            f"the total is {claim.total_fee}; the lines add up to {claim.fees}",
            "Correct the total or the fee that is wrong",
        )
