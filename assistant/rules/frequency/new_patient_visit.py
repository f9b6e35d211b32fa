"""Rule FQ10."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.frequency.counting import months_before
from assistant.rules.rule import Problem, rule


@rule(
    "FQ10",
    severity="warning",
    source="CPT structure: new means not seen by the same specialty group in three years",
    denial="CO-16/M51",
    lane="medical",
    codes=("new_patient_visit",),
)
def new_patient_visit(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """A new patient visit is for a patient not seen in three years.

    Wrong: 99203 a year after an earlier service
    Right: 99213 a year after an earlier service
    """
    service = facts.service(line)
    seen = [past.day for past in facts.history if months_before(service.day, 36) < past.day < service.day]
    if seen:
        yield Problem(
            "code",
            f"{facts.title(line)} is for a new patient; the history shows a service on {max(seen)}",
            "Use the established patient visit that the record supports, 99211-99215",
        )
