"""Rule UN02."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.listed import is_counted
from assistant.rules.rule import Problem, rule


@rule(
    "UN02",
    when=is_counted,
    severity="error",
    source="Code structure: one tooth, one quadrant, one visit or one day a line",
    denial="CO-151/N362",
)
def one_unit(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """What can be done once on a tooth, a quadrant or a day has a quantity of one.

    Wrong: 2 units of D2740 on tooth 14
    Right: 1 unit of D2740 on tooth 14 and another line for 15
    """
    if line.units <= 1:
        return
    dental, medical = facts.procedure(line), facts.medical(line)
    unit = dental.units if dental else medical.units if medical else ""
    sure = dental.sure if dental else True
    if unit == "one":
        fix = (
            "Report one line for each tooth"
            if dental and dental.tooth == "required"
            else "Write 1; report another date, area or side on its own line"
        )
        yield Problem(
            "units",
            f"{line.units} units of {facts.title(line)}, which is done once a line",
            fix,
            severity=None if sure else "warning",
        )
    elif unit == "first_quarter_hour":
        yield Problem(
            "units",
            f"{line.units} units of {facts.title(line)}, which covers only the first 15 minutes",
            "Write 1 and report the rest with the code for each further 15 minutes",
        )
