"""Rule AG02."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "AG02",
    severity="warning",
    source="Plans set an age; the code goes by dentition",
    denial="CO-6/N129",
    about=lambda procedure: procedure.age_basis == "usual",
)
def age_usual(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """A procedure that plans tie to an age is within the age that most plans use.

    Wrong: D1120 at age 16; D1206 at age 40
    Right: D1120 at age 9; D1110 at age 40
    """
    found, age = facts.procedure(line), facts.age(line)
    if (
        found is None
        or age is None
        or any(limit.kind in ("age_minimum", "age_maximum") for limit in facts.limits(line))
    ):
        return
    if found.age_max is not None and age > found.age_max:
        usual = f"up to {found.age_max} years"
    elif found.age_min is not None and age < found.age_min:
        usual = f"from {found.age_min} years"
    else:
        return
    cleaning = "cleaning" in facts.service(line).groups
    fix = (
        "Code the dentition that was cleaned; look up the plan's age"
        if cleaning
        else "Look up the plan's age limit; tell the patient before"
    )
    yield Problem(
        "code", f"most plans pay {found} {usual}; the patient is {age}", fix, source=found.source if cleaning else ""
    )
