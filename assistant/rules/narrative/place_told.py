"""Rule NR02."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.codes.area import ARCHES, QUADRANTS
from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "NR02", severity="error", source="RARC N206: records do not match the claim", denial="CO-16/N206", needs="narrative"
)
def place_told(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """The quadrant or arch of the narrative is that of the claim.

    Wrong: narrative lower left, claim area 10
    Right: narrative upper right, claim area 10
    """
    told = facts.told("area")
    said = {each.value: each.quote for each in told}
    if not said or "00" in said:
        return
    reached = {quadrant for value in said for quadrant in _quadrants(value)}
    for service in facts.services:
        stated = bool(service.area) or bool(service.teeth)
        if stated and service.quadrants and service.quadrants.isdisjoint(reached):
            agrees = any(not each.quadrants.isdisjoint(reached) for each in facts.services)
            field = "area" if service.area else "tooth"
            written = getattr(claim.lines[service.index or 0], field)
            yield Problem(
                f"lines[{service.index}].{field}",
                f"the claim says {field} {written!r}, the narrative says {next(iter(said.values()))!r}",
                "Correct the one that the chart contradicts",
                severity="note" if agrees else None if service.area else "warning",
            )


def _quadrants(area: str) -> tuple[str, ...]:
    if area in ARCHES:
        return ("10", "20") if area == "01" else ("30", "40")
    return (area,) if area in QUADRANTS else ()
