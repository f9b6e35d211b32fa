"""Rule FV02."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.listed import has_end
from assistant.rules.rule import Problem, rule


@rule(
    "FV02",
    when=has_end,
    severity="error",
    source="CDT editions: a code is valid from January 1 to December 31 of its editions",
    denial="CO-181/M84",
)
def code_retired(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """A code is still in the edition that is in force on the date of service.

    Wrong: D9248 on 2026-03-02
    Right: D9248 on 2025-12-31
    """
    found = facts.procedure(line) or facts.medical(line)
    if found is None or found.period.effective_through is None:
        return
    last = found.period.effective_through
    if facts.on(line) <= last:
        return
    sure = found.end_basis == "stated"
    named = facts.procedure(line)
    follow = " or ".join(named.replaced_by) if named and named.replaced_by else ""
    words = "ended" if sure else "is believed to have ended"
    fix = (
        f"Choose what the chart supports: {follow}"
        if follow
        else "Look the code up in the licensed code set of the date of service"
    )
    yield Problem(
        "code",
        f"{facts.title(line)} {words} on {last}; the date of service is {facts.on(line)}",
        fix,
        severity=None if sure else "warning",
        source=found.source,
    )
