"""Rule CF07."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "CF07",
    severity="warning",
    source="Code structure: a bridge is a false tooth between retainers",
    denial="CO-107/N685",
    needs="lines",
)
def bridge_parts(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """A bridge is billed with its false teeth and its retainers, all in one arch.

    Wrong: D6245 on tooth 14 without retainer
    Right: D6740 on 13, D6245 on 14, D6740 on 15
    """
    pontics = [each for each in facts.services if "pontic" in each.groups]
    retainers = [each for each in facts.services if "retainer" in each.groups]
    for part, others, lacks in ((pontics, retainers, "retainer"), (retainers, pontics, "false tooth")):
        for each in part:
            if not any(not each.arches.isdisjoint(other.arches) or not each.arches for other in others):
                yield Problem(
                    f"lines[{each.index}].code",
                    f"{each.code} on tooth {', '.join(sorted(each.numbers)) or '?'} has no {lacks} in its arch",
                    "Bill every part of the bridge on one claim, or correct the code",
                )
                break
