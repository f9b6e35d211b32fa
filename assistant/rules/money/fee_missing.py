"""Rule MN01."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule("MN01", severity="error", source="Claim form item 31: the full fee", denial="CO-16")
def fee_missing(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """Every line has its fee, above zero and exact to the cent.

    Wrong: fee -240.00; fee 240.005
    Right: fee 240.00
    """
    if line.fee is None:
        yield Problem("fee", f"{facts.title(line)} has no fee", "Add the office's full fee", severity="note")
    elif line.fee < 0:
        yield Problem("fee", f"the fee {line.fee} is below zero", "Write the full fee; credits do not go on a claim")
    elif line.fee != round(line.fee, 2):
        yield Problem("fee", f"the fee {line.fee} has parts of a cent", "Write dollars and cents")
    elif line.fee == 0:
        yield Problem(
            "fee",
            f"{facts.title(line)} has a fee of zero",
            "Write the full fee, or leave the line off if nothing is charged",
            severity="warning",
        )
