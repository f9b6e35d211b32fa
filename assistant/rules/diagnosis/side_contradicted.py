"""Rule DX06."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "DX06",
    severity="error",
    source="ICD-10-CM tabular list: the side is in the code; HCPCS modifiers RT and LT",
    denial="CO-16/N769",
)
def side_contradicted(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """The side of the diagnoses is the side of the modifier and of the teeth.

    Wrong: M26.631, right, with modifier LT
    Right: M26.632, left, with modifier LT
    """
    if facts.icd is None or not facts.claim.diagnoses:
        return
    sides = {
        side: code
        for _, code in facts.pointed(line)
        if (side := facts.laterality(code)) in ("right", "left", "bilateral")
    }
    if len(sides) != 1 or "bilateral" in sides:
        return
    side, code = next(iter(sides.items()))
    marked = {"RT": "right", "LT": "left"}
    for modifier in facts.modifiers(line):
        if modifier in marked and marked[modifier] != side:
            yield Problem(
                "modifiers",
                f"modifier {modifier} says {marked[modifier]}, the diagnosis {code} says {side}",
                "Correct the modifier or the diagnosis, as the chart says",
            )
    quadrants = facts.service(line).quadrants
    standing = {"right" if each in ("10", "40") else "left" for each in quadrants}
    if standing and side not in standing:
        where = "tooth" if facts.teeth(line) else "area"
        yield Problem(
            where,
            f"the line is on the {standing.pop()}, the diagnosis {code} says {side}",
            "Correct the tooth or the diagnosis, as the chart says",
            severity="warning",
        )
