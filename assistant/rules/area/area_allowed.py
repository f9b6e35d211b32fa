"""Rule AR03."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.codes.area import name
from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "AR03",
    severity="error",
    source="CDT element list: the areas that fit the code",
    denial="CO-16/N346",
    needs="area",
    about=lambda procedure: bool(procedure.areas),
)
def area_allowed(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """The area is of the kind that the code is reported by.

    Wrong: D4341 in area 01; D7951 in area 30
    Right: D4341 in area 10; D7951 in area 20
    """
    found, area = facts.procedure(line), facts.area(line)
    if found is None or not area or area in found.areas:
        return
    sure = found.sure and found.area == "required"
    yield Problem(
        "area",
        f"{found} is reported for {', '.join(found.areas)}; {area} is the {name(area)}",
        "Correct the area or the code",
        severity=None if sure else "warning",
    )
