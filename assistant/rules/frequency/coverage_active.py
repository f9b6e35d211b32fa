"""Rule FQ04."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "FQ04",
    severity="error",
    source="CARC 26 and 27: service before or after coverage",
    denial="PR-27",
    needs="coverages",
)
def coverage_active(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """The plan is in force on the date of service.

    Wrong: coverage until 2026-10-31, service 2026-11-12
    Right: coverage from 2026-01-01, service 2026-11-12
    """
    coverage = facts.coverage
    if coverage is None:
        return
    for index, line in enumerate(claim.lines):
        day = facts.on(line)
        where = f"lines[{index}].date_of_service"
        if coverage.effective is not None and day < coverage.effective:
            yield Problem(
                where,
                f"{coverage.payer} covers from {coverage.effective}; the service is on {day}",
                "Bill the plan that was in force",
                denial="PR-26",
            )
        elif coverage.terminated is not None and day > coverage.terminated:
            yield Problem(
                where,
                f"{coverage.payer} covered until {coverage.terminated}; the service is on {day}",
                "Bill the plan that was in force",
            )
