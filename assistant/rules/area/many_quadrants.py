"""Rule AR08."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts, Service
from assistant.rules.rule import Problem, rule


@rule(
    "AR08",
    severity="warning",
    source="https://deltadentalks.com/dentist/updates/single/did-you-know-delta-dental-of-kansas-policy-for-4341-4342",
    denial="CO-252/N706",
    needs="lines",
)
def many_quadrants(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """More than two quadrants of deep cleaning on one day are explained.

    Wrong: D4341 in four quadrants on one day, no narrative
    Right: D4341 in two quadrants
    """
    most = 2
    by_day: dict[date, list[Service]] = {}
    for service in facts.services:
        if "srp" in service.groups and service.quadrants:
            by_day.setdefault(service.day, []).append(service)
    for day, done in by_day.items():
        quadrants = {each for service in done for each in service.quadrants}
        if len(quadrants) > most and not claim.narrative:
            yield Problem(
                f"lines[{done[0].index}].area",
                f"{len(quadrants)} quadrants of deep cleaning on {day}; many plans review more than two a day",
                "Say in the narrative why they were done in one visit, and enclose the periodontal chart",
            )
