"""Rule PS05."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "PS05",
    severity="error",
    source="Code structure: the service needs the patient in the chair; D9995 and D9996 report a visit at a distance",
    denial="CO-5/M77",
    needs="lines",
)
def telehealth_place(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """Hands-on care is not reported for a telehealth place, and a telehealth visit is.

    Wrong: D2391 at 02; D9995 at 11
    Right: D0140 and D9995 at 02
    """
    for line in claim.lines:
        place, service = facts.place(line), facts.service(line)
        if place in ("02", "10") and "in_person" in service.groups:
            yield Problem(
                facts.place_path(line),
                f"{facts.title(line)} cannot be done at a distance; place of service {place} is telehealth",
                "Correct the place of service",
            )
        elif service.code in ("D9995", "D9996") and place == "11":
            yield Problem(
                facts.place_path(line),
                f"{facts.title(line)} with place of service 11",
                "Use 02 or 10, by where the patient was, if the payer follows them",
                severity="warning",
            )
