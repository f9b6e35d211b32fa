"""Rule MN04."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "MN04",
    severity="warning",
    source="One full fee a procedure: the fee on a claim is the office's usual fee",
    needs="lines",
)
def fees_differ(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """The same procedure has the same fee on every line of a claim.

    Wrong: D2740 for 1200.00 and for 1350.00
    Right: D2740 for 1200.00 twice
    """
    seen: dict[tuple[str, tuple[str, ...]], Decimal] = {}
    for index, line in enumerate(claim.lines):
        if line.fee is None or line.units < 1:
            continue
        key = (facts.code(line), facts.modifiers(line))
        first = seen.setdefault(key, line.fee / line.units)
        if first != line.fee / line.units:
            yield Problem(
                f"lines[{index}].fee",
                f"{facts.title(line)} costs {line.fee / line.units:.2f} here and {first:.2f} on an earlier line",
                "Use the office's one full fee",
            )
