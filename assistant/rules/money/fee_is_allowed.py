"""Rule MN03."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "MN03",
    severity="note",
    source="ADA claim form instructions: always the dentist's full fee, also in network",
    needs="coverages",
)
def fee_is_allowed(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """A claim carries the office's full fee, not the plan's allowed amount.

    Wrong: fee 180.00 where the plan allows 180.00
    Right: fee 240.00 where the plan allows 180.00
    """
    for index, line in enumerate(claim.lines):
        for coverage in claim.coverages:
            allowed = coverage.allowed.get(facts.code(line))
            if allowed is not None and line.fee == allowed * line.units:
                yield Problem(
                    f"lines[{index}].fee",
                    f"the fee {line.fee} equals what {coverage.payer} allows",
                    "Report the full fee unless it is the same; the plan makes its own reduction",
                )
                break
