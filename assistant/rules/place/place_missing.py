"""Rule PS02."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule("PS02", severity="error", source="CMS-1500 item 24B: required on every line", denial="CO-16/M77", lane="medical")
def place_missing(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """Every line of a medical claim has a place of service, its own or that of the claim.

    Wrong: a medical claim without place of service
    Right: a medical claim with place of service 11
    """
    if not (claim.place_of_service or "").strip() and any(not line.place_of_service for line in claim.lines):
        yield Problem(
            "place_of_service",
            "no place of service is given",
            "Add 11 for the office, 12 for an appliance delivered for home use",
        )
