"""Rule DT10."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "DT10",
    severity="error",
    source="Claim structure: an enclosure exists when it is enclosed",
    denial="CO-250",
    needs="attachments",
)
def attachment_future(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """What is enclosed has already been made.

    Wrong: radiograph of 2026-12-10, seen on 2026-11-22
    Right: radiograph of 2026-11-10
    """
    for index, each in enumerate(claim.attachments):
        if each.date is not None and each.date > facts.as_of:
            yield Problem(
                f"attachments[{index}].date",
                f"the {each.kind} is dated {each.date}, after {facts.as_of}",
                "Correct the date",
            )
