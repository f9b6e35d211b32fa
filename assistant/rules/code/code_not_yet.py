"""Rule FV03."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "FV03",
    about=lambda procedure: procedure.period.effective_from is not None,
    severity="error",
    source="CDT editions: a code is valid from January 1 of its first edition",
    denial="CO-181/M84",
)
def code_not_yet(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """A code is already in the edition that is in force on the date of service.

    Wrong: D9245 on 2025-11-03
    Right: D9245 on 2026-01-02
    """
    found = facts.procedure(line)
    if found is None or found.period.effective_from is None:
        return
    first = found.period.effective_from
    if facts.on(line) >= first:
        return
    sure = found.start_basis == "stated"
    words = "came into force" if sure else "is believed to have come into force"
    yield Problem(
        "code",
        f"{found} {words} on {first}; the date of service is {facts.on(line)}",
        "Use the code that was in force on the date of service",
        severity=None if sure else "warning",
        source=found.source,
    )
