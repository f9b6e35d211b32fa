"""Rule TS04."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "TS04",
    severity="warning",
    source="CDT element list: no tooth belongs on the line",
    needs="tooth",
    about=lambda procedure: procedure.tooth == "none" and procedure.area == "none",
)
def tooth_not_wanted(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """A procedure of the whole mouth or the patient carries no tooth number.

    Wrong: D1110 on tooth 14
    Right: D1110, no tooth
    """
    found = facts.procedure(line)
    if found is not None and (line.tooth or "").strip():
        mild = not found.sure or found.category == "oral surgery"
        yield Problem(
            "tooth",
            f"{found} is not reported by tooth, yet tooth {line.tooth} is given",
            "Leave the tooth blank, or check the code",
            severity="note" if mild else None,
        )
