"""Rule TS01."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "TS01",
    severity="error",
    source="CDT element list: tooth number or letter (claim form item 27)",
    denial="CO-16/N37",
    about=lambda procedure: procedure.tooth == "required",
)
def tooth_required(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """A procedure performed on a tooth names that tooth.

    Wrong: D2740, no tooth
    Right: D2740 on tooth 14
    """
    found = facts.procedure(line)
    if found is not None and not (line.tooth or "").strip():
        yield Problem(
            "tooth",
            f"{found} has no tooth number",
            "Add the tooth that was treated, 1-32 or A-T",
            severity=None if found.sure else "warning",
            source=found.source,
        )
