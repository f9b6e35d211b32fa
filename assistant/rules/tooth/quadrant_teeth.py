"""Rule TS06."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "TS06",
    severity="error",
    source="https://www.withwisdom.com/resources/d4341-vs-d4342-dental-code",
    denial="CO-16/N39",
    needs="tooth",
    codes=("D4341", "D4210", "D4240", "D4260"),
)
def quadrant_teeth(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """A code for four or more teeth of a quadrant does not list fewer.

    Wrong: D4341 on teeth 2 and 3
    Right: D4341 on teeth 2, 3, 4 and 5, or without teeth
    """
    least = 4
    partial = {"D4341": "D4342", "D4210": "D4211", "D4240": "D4241", "D4260": "D4261"}
    code, teeth = facts.code(line), facts.teeth(line)
    if 0 < len(teeth) < least:
        yield Problem(
            "tooth",
            f"{facts.title(line)} is for four or more teeth of a quadrant; {len(teeth)} listed",
            f"If only these were treated the code is {partial[code]}; if more were, list them as charted",
        )
