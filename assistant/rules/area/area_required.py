"""Rule AR01."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "AR01",
    severity="error",
    source="CDT element list: area of the oral cavity (claim form item 25)",
    denial="CO-16/N346",
    about=lambda procedure: procedure.area == "required",
)
def area_required(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """A procedure of a quadrant or an arch names it.

    Wrong: D4341, no area
    Right: D4341 in area 10
    """
    found = facts.procedure(line)
    if found is None or (line.area or "").strip():
        return
    implied = {each.quadrant for each in facts.teeth(line)} & set(found.areas)
    fix = (
        f"Add area {implied.pop()}, where the listed teeth stand"
        if len(implied) == 1
        else f"Add the area: {', '.join(found.areas)}"
    )
    yield Problem("area", f"{found} has no area of the oral cavity", fix, severity=None if found.sure else "warning")
