"""Rule MD05."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts, Service
from assistant.rules.rule import Problem, rule


@rule(
    "MD05",
    severity="warning",
    source="CPT structure: a visit on the day of a procedure is paid apart only with modifier 25",
    denial="CO-97/N19",
    lane="medical",
    codes=("office_visit",),
)
def visit_25(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """A visit on the day of a procedure carries modifier 25.

    Wrong: 99213 with 20605 on one day
    Right: 99213-25 with 20605 on one day
    """
    if {"25", "57"} & set(facts.modifiers(line)):
        return
    own = facts.service(line)
    procedures = [
        each for each in facts.services if each.day == own.day and each.index != own.index and _is_procedure(each)
    ]
    if procedures:
        yield Problem(
            "modifiers",
            f"{facts.title(line)} stands beside {procedures[0].code} on {own.day} without modifier 25",
            "Add 25 if the record shows a significant visit apart from the procedure; else leave the visit off",
        )


def _is_procedure(service: Service) -> bool:
    surgical = service.kind == "cpt" and "10000" <= service.code < "70000"
    return surgical or service.is_any(("sleep_appliance", "oral_surgery"))
