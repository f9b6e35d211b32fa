"""Rule DT04."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule("DT04", severity="error", source="Claim form item 13: date of birth", denial="CO-16/N382")
def birth_date(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """A patient is born before the service and within a lifetime of it.

    Wrong: born 2026-12-01, treated 2026-11-12; born 1884-05-02
    Right: born 1984-05-02
    """
    born = claim.patient.birth_date if claim.patient else None
    if born is None:
        return
    oldest = 120
    first = min((service.day for service in facts.services), default=facts.as_of)
    if born > first:
        yield Problem(
            "patient.birth_date",
            f"the birth date {born} is after the service on {first}",
            "Correct the birth date or the date of service",
        )
    elif first.year - born.year > oldest:
        yield Problem(
            "patient.birth_date",
            f"the birth date {born} makes the patient {first.year - born.year} years old",
            "Correct the year of birth",
        )
