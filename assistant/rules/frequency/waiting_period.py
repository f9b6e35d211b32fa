"""Rule FQ05."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.frequency.counting import months_before
from assistant.rules.rule import Problem, rule


@rule("FQ05", severity="error", source="The plan record: waiting period", denial="PR-179", needs="coverages")
def waiting_period(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """A waiting period of the plan is over on the date of service.

    Wrong: major services wait 12 months, coverage began 8 months before
    Right: major services wait 12 months, coverage began two years before
    """
    coverage = facts.coverage
    if coverage is None or coverage.effective is None:
        return
    for index, line in enumerate(claim.lines):
        procedure, day = facts.procedure(line), facts.on(line)
        if procedure is None:
            continue
        by_code = coverage.waiting_periods.get(procedure.code)
        months = by_code if by_code is not None else coverage.waiting_periods.get(procedure.benefit_class)
        if months and months_before(day, months) < coverage.effective <= day:
            yield Problem(
                f"lines[{index}].date_of_service",
                f"{coverage.payer} pays {procedure.code if by_code else f'{procedure.benefit_class} services'} "
                f"after {months} months; coverage began on {coverage.effective}",
                "Do it later, tell the patient, or send proof of earlier coverage",
                severity=None
                if by_code is not None or procedure.benefit_class in ("major", "orthodontic", "preventive")
                else "warning",
            )
