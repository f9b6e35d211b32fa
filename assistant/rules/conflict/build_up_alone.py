"""Rule CF06."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "CF06",
    severity="warning",
    source="https://nedelta.com/Providers/Consultant-s-Corner/What-is-a-Core-Buildup",
    denial="CO-97/N685",
    codes=("needs_crown",),
    needs="tooth",
)
def build_up_alone(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """A build-up or post is followed by a crown on the same tooth.

    Wrong: D2950 on tooth 14, no crown anywhere
    Right: D2950 and D2740 on tooth 14
    """
    own = facts.service(line)
    if not own.numbers:
        return
    crowned = any(
        "crown_or_retainer" in each.groups and not each.numbers.isdisjoint(own.numbers)
        for each in (*facts.services, *facts.history)
    )
    if not crowned:
        yield Problem(
            "code",
            f"{facts.title(line)} and no crown on tooth {', '.join(sorted(own.numbers))}",
            "Bill it with the crown, or say when the crown follows; a core without a crown is a filling",
        )
