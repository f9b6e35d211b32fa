"""Rule NR06."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "NR06",
    severity="warning",
    source="RARC N206: records do not match the claim",
    denial="CO-16/N206",
    needs="narrative",
)
def surfaces_told(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """The surfaces of the narrative are those of the filling.

    Wrong: narrative "#19 DO", line MO
    Right: narrative "#19 MO", line MO
    """
    told = {each.value: each.quote for each in facts.told("surface") if len(each.value) > 1 and each.unit != "cusp"}
    fillings = [service for service in facts.services if "filling" in service.groups and service.surfaces]
    if len(fillings) != 1 or not told:
        return
    line = fillings[0]
    if not any(_side(value) == _side(line.surfaces) for value in told):
        written = claim.lines[line.index or 0].surfaces
        yield Problem(
            f"lines[{line.index}].surfaces",
            f"the claim says {written!r}, the narrative says {next(iter(told.values()))!r}",
            "Correct the one that the chart contradicts",
        )


def _side(surfaces: str) -> frozenset[str]:
    """The surfaces without the difference between front and back teeth."""
    return frozenset(surfaces.replace("I", "O").replace("F", "B"))
