"""Rule TS02."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "TS02",
    severity="note",
    source="Many payers ask for the tooth; the code does not need it",
    about=lambda procedure: procedure.tooth == "asked",
)
def tooth_asked(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """A tooth number that many payers ask for stands on the line.

    Wrong: D0220 without tooth
    Right: D0220 on tooth 30
    """
    if not (line.tooth or "").strip():
        yield Problem(
            "tooth", f"{facts.title(line)} has no tooth; many payers ask for one", "Add the tooth if it is known"
        )
