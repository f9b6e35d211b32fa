"""Rule AG03."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule("AG03", severity="error", source="The payer's document in force on the date of service", denial="CO-6/N129")
def age_limit_of_payer(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """The patient's age is within what the payer's own document says.

    Wrong: D1351 at age 17 where the payer pays to 15
    Right: D1351 at age 12 where the payer pays to 15
    """
    limits = facts.limits(line)
    age = facts.age(line) if limits else None
    if age is None:
        return
    for limit in limits:
        bound = limit.window if limit.window is not None else limit.count
        below = limit.kind == "age_minimum" and age < bound
        above = limit.kind == "age_maximum" and age > bound
        if below or above:
            words = f"from {bound}" if below else f"up to {bound}"
            yield Problem(
                "code",
                f"{limit.payer} pays {facts.title(line)} {words} years; the patient is {age}: {limit.quote!r}",
                "Tell the patient before, or correct the birth date",
                source=limit.passage,
            )
