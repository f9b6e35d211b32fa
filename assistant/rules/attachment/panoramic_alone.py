"""Rule AT06."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "AT06",
    severity="note",
    source="https://deltadentalks.com/dentist/updates/single/did-you-know-delta-dental-of-kansas-policy-for-4341-4342",
    denial="CO-252/N178",
    needs="attachments",
)
def panoramic_alone(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """Bone loss is shown by periapicals or bitewings, not by a panoramic image alone.

    Wrong: D4341 with a panoramic image only
    Right: D4341 with bitewings
    """
    treated = next((service for service in facts.services if "srp" in service.groups), None)
    images = [each for each in facts.enclosures if each.kind is not None and each.kind.family == "radiograph"]
    if (
        treated is not None
        and images
        and all(each.kind is not None and each.kind.name == "panoramic" for each in images)
    ):
        yield Problem(
            f"attachments[{images[0].index}].kind",
            f"{treated.code} is shown by a panoramic image alone; some payers do not take it",
            "Enclose bitewings or periapicals of the quadrant",
        )
