"""Rule CF08."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "CF08",
    severity="warning",
    source="https://cleardentalbilling.com/cdt-codes/d7310/ ; https://dentalcode.com/code/d7310",
    denial="CO-97/N657",
    codes=("D7310", "D7311", "D7320", "D7321"),
)
def ridge_shaping(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """Ridge shaping is coded by the extractions of the same quadrant and day.

    Wrong: D7310 with two extractions in the quadrant
    Right: D7311 with two extractions in the quadrant
    """
    own, many = facts.service(line), 4
    if not own.quadrants:
        return
    taken = {
        each
        for service in facts.services
        if "extraction" in service.groups and service.day == own.day and not service.quadrants.isdisjoint(own.quadrants)
        for each in service.numbers
    }
    count = len(taken)
    if own.code in ("D7320", "D7321"):
        if taken:
            yield Problem(
                "code",
                f"{facts.title(line)} is for a ridge without extractions; {count} are on the claim in that quadrant",
                f"With extractions the code is {'D7310' if count >= many else 'D7311'}",
            )
    elif not taken:
        yield Problem(
            "code",
            f"{facts.title(line)} goes with extractions; none is on the claim in that quadrant",
            "Without extractions the codes are D7320 and D7321",
            severity="note",
        )
    elif (count >= many) != (own.code == "D7310"):
        right = "D7310" if count >= many else "D7311"
        yield Problem(
            "code",
            f"{facts.title(line)} with {count} extractions in that quadrant",
            f"Count teeth and spaces in the chart: four or more is D7310, one to three D7311; here {right}",
        )
