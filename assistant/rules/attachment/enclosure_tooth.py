"""Rule AT03."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "AT03",
    severity="warning",
    source="RARC N206: records do not match the claim",
    denial="CO-252/N206",
    needs="attachments",
)
def enclosure_tooth(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """An image of one tooth shows a tooth of the claim.

    Wrong: periapical of tooth 30, crown on tooth 14
    Right: periapical of tooth 14, crown on tooth 14
    """
    treated = {number for service in facts.services for number in service.numbers}
    if not treated:
        return
    for each in facts.enclosures:
        shown = {tooth_shown.universal for tooth_shown in each.teeth}
        if shown and shown.isdisjoint(treated):
            label = each.kind.label if each.kind else each.attachment.kind
            yield Problem(
                f"attachments[{each.index}].tooth",
                f"the {label} shows tooth {', '.join(sorted(shown))}; the claim treats {', '.join(sorted(treated))}",
                "Enclose the image of the treated tooth, or correct the tooth",
            )
