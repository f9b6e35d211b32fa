"""Rule PR04."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "PR04",
    severity="warning",
    source="https://www.cms.gov/medicare-coverage-database/details/lcd-details.aspx?LCDId=33611&ContrID=140",
    denial="CO-16",
    lane="medical",
    needs="lines",
)
def ordering_provider(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """A sleep appliance names the physician who ordered it, who is not the dentist who made it.

    Wrong: E0486 without referring_provider
    Right: E0486 with the physician's NPI
    """
    device = next((service for service in facts.services if service.is_any(("sleep_appliance",))), None)
    if device is None:
        return
    ordered = (claim.referring_provider.npi or "").strip() if claim.referring_provider else ""
    makers = [each.npi for each in (claim.rendering_provider, claim.billing_provider) if each and each.npi]
    if not ordered:
        yield Problem(
            "referring_provider.npi",
            f"{device.code} names no ordering physician",
            "Add the NPI of the physician who signed the order",
        )
    elif ordered in makers:
        yield Problem(
            "referring_provider.npi",
            "the ordering provider is the provider of the appliance",
            "Name the treating physician who signed the order",
        )
