"""Rule AG01."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.listed import has_code_age, listed
from assistant.rules.rule import Problem, rule


@rule("AG01", when=has_code_age, severity="error", source="Code structure: the age is in the code", denial="CO-6/N129")
def age_in_code(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """A code that names an age fits the patient's age on the date of service.

    Wrong: D0145 at age 5
    Right: D0145 at age 2
    """
    age = facts.age(line)
    found = listed(facts.code(line))
    if age is None or found is None:
        return
    if found.age_max is not None and age > found.age_max:
        yield Problem(
            "code",
            f"{found} is for patients under {found.age_max + 1}; the patient is {age}",
            "Use the code for the patient's age, or correct the birth date",
        )
    elif found.age_min is not None and age < found.age_min:
        yield Problem(
            "code",
            f"{found} is for patients of {found.age_min} and over; the patient is {age}",
            "Use the code for the patient's age, or correct the birth date",
        )
