"""Rule AR07."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "AR07",
    severity="note",
    source="Many payers ask for the area; the code does not need it",
    about=lambda procedure: procedure.area == "asked",
)
def area_asked(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """An area that many payers ask for stands on the line, unless a tooth says it.

    Wrong: D7286 without area
    Right: D7286 in area 30
    """
    found = facts.procedure(line)
    if found is not None and not (line.area or "").strip() and not (line.tooth or "").strip():
        yield Problem(
            "area",
            f"{found} has no area; many payers ask for one",
            f"Add the area if it is known: {', '.join(found.areas)}",
        )
