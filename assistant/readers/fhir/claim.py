"""``Claim``: what was billed."""

from __future__ import annotations

from assistant.domain.records.fhir import FhirClaim
from assistant.domain.records.written import Number
from assistant.readers.fhir.items import line
from assistant.readers.fhir.node import Node
from assistant.readers.fhir.shared import coverages_of, diagnoses_of, flag_currency, head, sum_of


def claim(resource: Node, name: str) -> FhirClaim:
    """The claim with its items; the total is compared with what the items add up to."""
    spot = resource.spot
    lines = tuple(line(one, spot.at(f"lines[{i}]")) for i, one in enumerate(resource.nodes("item")))
    total = resource.money("total")
    summed = sum_of(one.net for one in lines)
    shared = head(resource, name)
    if not lines:
        spot.at("lines").warn("no_lines", "the claim has no item")
    if total.value is not None and summed is not None and summed != total.value:
        spot.at("total").warn("total_differs", f"items add up to {summed}, the claim says {total.value.text}")
    flag_currency((total.currency, *(one.currency for one in lines)), spot)
    return FhirClaim(
        **shared,
        use=resource.text("use"),
        type=resource.coding("type").code,
        claim_id=shared["identifiers"][0] if shared["identifiers"] else None,
        lines=lines,
        diagnoses=diagnoses_of(resource),
        total=total.value,
        lines_sum=None if summed is None else Number.of(summed),
        balances=None if total.value is None or summed is None else summed == total.value,
        coverages=coverages_of(resource),
    )
