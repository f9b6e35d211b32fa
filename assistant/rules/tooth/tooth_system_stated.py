"""Rule TS12."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.reading import read_teeth
from assistant.rules.rule import Problem, rule


@rule(
    "TS12",
    severity="warning",
    source="Claim form item 26: JP Universal, JO ISO; 11-18, 21-28, 31, 32 and 51-82 exist in both",
)
def tooth_system_stated(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """A claim says how its teeth are numbered where a number exists in both systems.

    Wrong: tooth 14 without tooth_system
    Right: tooth 14 with tooth_system universal
    """
    if claim.tooth_system is not None:
        return
    doubtful = [
        (index, line.tooth)
        for index, line in enumerate(claim.lines)
        if line.tooth and not read_teeth(line.tooth, "universal").error and not read_teeth(line.tooth, "iso").error
    ]
    if doubtful:
        index, written = doubtful[0]
        yield Problem(
            "tooth_system",
            f"tooth {written} on line {index + 1} exists in Universal and in ISO numbering; it was read both ways",
            'Add "tooth_system": "universal" or "iso"',
        )
