"""Rule AR05."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "AR05",
    severity="error",
    source="Claim form item 25: left blank when the code names the arch or nothing oral is involved",
    needs="area",
    denial="CO-16/N346",
    about=lambda procedure: procedure.area == "none",
)
def area_in_code(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """An area is left blank where the code names the arch, and never contradicts it.

    Wrong: D5110 in area 01; D5110 in area 02
    Right: D5110, no area
    """
    found, area = facts.procedure(line), facts.area(line)
    if found is None or not area or area == "00":
        return
    arch = {"01": "upper", "10": "upper", "20": "upper", "02": "lower", "30": "lower", "40": "lower"}[area]
    if found.arch and found.arch != arch:
        yield Problem(
            "area",
            f"{found} is for the {found.arch} arch; area {area} is {arch}",
            "Correct the code, and leave the area blank",
            severity=None if found.sure else "warning",
        )
    elif found.arch:
        yield Problem(
            "area",
            f"the arch is in the code {found.code}; area {area} repeats it",
            "Leave the area blank",
            severity="note",
        )
    elif found.tooth != "required":
        yield Problem(
            "area",
            f"{found} is not reported by area, yet {area} is given",
            "Leave the area blank, or check the code",
            severity="warning" if found.sure else "note",
        )
