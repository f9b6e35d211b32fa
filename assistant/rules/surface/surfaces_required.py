"""Rule SF01."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "SF01",
    severity="error",
    source="CDT element list: tooth surface (claim form item 28)",
    denial="CO-16/N75",
    about=lambda procedure: procedure.takes_surfaces,
)
def surfaces_required(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """A restoration that is counted by surfaces names them.

    Wrong: D2392 on tooth 19, no surfaces
    Right: D2392 on tooth 19, MO
    """
    if not (line.surfaces or "").strip():
        yield Problem(
            "surfaces", f"{facts.title(line)} has no surfaces", "Add the surfaces that were restored, such as MO"
        )
