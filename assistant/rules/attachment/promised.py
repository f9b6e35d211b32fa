"""Rule AT05."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.attachment.promises import promised_kinds
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "AT05",
    severity="warning",
    source="CARC 163: an attachment named on the claim did not arrive",
    denial="CO-163",
    needs="narrative",
)
def promised(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """What the narrative says is enclosed is on the list of enclosures.

    Wrong: "photo enclosed" and no photo listed
    Right: "photo enclosed" and a photo listed
    """
    listed = [each.kind for each in facts.enclosures if each.kind is not None]
    for kind, quote in promised_kinds(claim.narrative or ""):
        there = any(each.name == kind.name or (each.family == kind.family == "radiograph") for each in listed)
        if not there:
            yield Problem(
                "narrative",
                f"the narrative says {quote!r} and no {kind.label} is listed under attachments",
                "Add it to the list and enclose it, or take the words out",
            )
