"""Rule AR04."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.codes.area import contains, name
from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "AR04",
    severity="error",
    source="Tooth chart: teeth 1-8 and A-E are upper right, 9-16 and F-J upper left, 17-24 and K-O lower left",
    denial="CO-16/N346",
    needs=("area", "tooth"),
)
def area_fits_tooth(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """The teeth of a line stand in the area of the line.

    Wrong: D4342 on tooth 3 in area 20
    Right: D4342 on tooth 3 in area 10
    """
    area = facts.area(line)
    if not area:
        return
    outside = [each for each in facts.teeth(line) if not contains(area, each.universal, "universal")]
    if outside:
        listed = ", ".join(each.universal for each in outside)
        yield Problem(
            "area",
            f"tooth {listed} does not stand in area {area}, the {name(area)}",
            f"Correct the tooth or the area; tooth {outside[0].universal} stands in area {outside[0].quadrant}",
        )
