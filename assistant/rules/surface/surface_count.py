"""Rule SF04."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule
from assistant.tables.procedures import Procedure, groups_of, procedures


@rule(
    "SF04",
    severity="error",
    source="Code structure: the number of surfaces is in the code",
    denial="CO-16/N81",
    needs="surfaces",
    about=lambda procedure: procedure.takes_surfaces,
)
def surface_count(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """The number of surfaces is the number in the code.

    Wrong: D2392 with MOD
    Right: D2392 with MO; D2394 with four or five surfaces
    """
    found, surfaces = facts.procedure(line), facts.surfaces(line)
    if found is None or not surfaces or found.surfaces_min <= len(surfaces) <= found.surfaces_max:
        return
    early = found.surfaces_strict_from is not None and facts.on(line) < found.surfaces_strict_from
    other = _sibling(found, len(surfaces))
    fix = (
        f"If the chart records these surfaces the code is {other}; if not, correct them"
        if other
        else "Correct the surfaces or the code"
    )
    if early:
        fix += f"; before {found.surfaces_strict_from} the code also took the incisal angle"
    wanted = str(found.surfaces_min) if found.surfaces_min == found.surfaces_max else f"{found.surfaces_min} or more"
    yield Problem(
        "surfaces",
        f"{found} is for {wanted} surfaces; {surfaces} has {len(surfaces)}",
        fix,
        severity="warning" if early else None,
        source=found.source if found.surfaces_strict_from else "",
    )


def _sibling(found: Procedure, count: int) -> str:
    """The code of the same kind of restoration for ``count`` surfaces."""
    kinds = groups_of(found.code) - {"filling"}
    first = found.label.split()[0]
    return next(
        (
            each.code
            for each in procedures().values()
            if each.takes_surfaces
            and each.surfaces_min <= count <= each.surfaces_max
            and groups_of(each.code) - {"filling"} == kinds
            and each.label.split()[:2] == [first, found.label.split()[1]]
        ),
        "",
    )
