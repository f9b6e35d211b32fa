"""Rule DT05."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "DT05",
    severity="error",
    source="https://www.deltadentalnj.com/insurance-fraud/claim-form-submissions",
    denial="CO-16/N397",
    needs="prep_date",
)
def prep_before_seat(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """A tooth is prepared before its crown or bridge is seated, and the seat date is billed.

    Wrong: prepared 2026-11-20, seated 2026-11-12
    Right: prepared 2026-10-29, seated 2026-11-12
    """
    if line.prep_date is None or line.date_of_service is None:
        return
    if line.prep_date > line.date_of_service:
        yield Problem(
            "prep_date",
            f"the preparation date {line.prep_date} is after the date of service {line.date_of_service}",
            "Bill the seat date; correct whichever date is wrong",
        )
    elif line.prep_date == line.date_of_service and "fixed_work" in facts.service(line).groups:
        yield Problem(
            "prep_date",
            f"preparation and date of service are both {line.prep_date}; most plans pay on the seat date",
            "If it was not made and seated in one visit, bill the seat date",
            severity="warning",
        )
