"""Rule MD07."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.listed import has_sides
from assistant.rules.rule import Problem, rule


@rule(
    "MD07",
    when=has_sides,
    severity="warning",
    source="CPT structure: a code for one joint or one side names it",
    denial="CO-4",
    lane="medical",
)
def side_needed(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """A procedure on one side says which; one that holds both sides takes no side.

    Wrong: 20605 without RT or LT; 70330 with RT
    Right: 20605 RT; 70330
    """
    found = facts.medical(line)
    if found is None or not found.sides:
        return
    sides = {"RT", "LT", "50"} & set(facts.modifiers(line))
    if found.sides == "one" and not sides:
        yield Problem(
            "modifiers",
            f"{found} does not say which side",
            "Add RT or LT; for both sides 50 or two lines, as the payer asks",
        )
    elif found.sides == "both" and sides:
        yield Problem(
            "modifiers",
            f"{found} already holds both sides; modifier {sorted(sides)[0]} contradicts it",
            "Leave the side off, or use the code for one side",
        )
