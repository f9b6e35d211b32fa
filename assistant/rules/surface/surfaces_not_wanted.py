"""Rule SF02."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "SF02",
    severity="warning",
    source="CDT element list: no surface belongs on the line",
    needs="surfaces",
    about=lambda procedure: not procedure.takes_surfaces,
)
def surfaces_not_wanted(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """A procedure that is not counted by surfaces carries none.

    Wrong: D2740 on tooth 14, MOD
    Right: D2740 on tooth 14
    """
    found = facts.procedure(line)
    if found is None or not (line.surfaces or "").strip():
        return
    asked = "surface_asked" in facts.service(line).groups
    yield Problem(
        "surfaces",
        f"{found} is not reported by surface, yet {line.surfaces} is given",
        "Some payers ask for it here; keep it only for those"
        if asked
        else "Leave the surfaces blank, or check the code",
        severity="note" if asked or not found.sure else None,
    )
