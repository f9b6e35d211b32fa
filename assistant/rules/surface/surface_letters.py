"""Rule SF03."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.reading import read_surfaces
from assistant.rules.rule import Problem, rule


@rule(
    "SF03",
    severity="error",
    source="http://terminology.hl7.org/CodeSystem-ADAToothSurfaceCodes.xml",
    denial="CO-16/N75",
    needs="surfaces",
)
def surface_letters(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """Surfaces are one to five different letters of M O I D B F L.

    Wrong: MX; MM
    Right: MOD; DOBL
    """
    written = (line.surfaces or "").strip()
    error = read_surfaces(written).error if written else None
    if error is not None:
        yield Problem("surfaces", error.message, error.fix[:1].upper() + error.fix[1:])
