"""Rule DT03."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "DT03",
    severity="error",
    source="Claim form item 24: a service is billed when it is done",
    denial="CO-16/N397",
    needs="date_of_service",
)
def future(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """A service on a claim is not in the future.

    Wrong: date of service 2026-12-01, seen on 2026-11-22
    Right: date of service 2026-11-12, seen on 2026-11-22
    """
    if line.date_of_service is not None and line.date_of_service > facts.as_of:
        yield Problem(
            "date_of_service",
            f"the date of service {line.date_of_service} is after {facts.as_of}",
            "Correct the date, or hold the claim until the service is done",
        )
