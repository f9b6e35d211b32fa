"""Rule DX08."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule
from assistant.tables.diagnosis_links import plays, roles


@rule(
    "DX08",
    severity="warning",
    source="ICD-10-CM meaning; https://www.cms.gov/medicare/coverage/dental",
    denial="CO-270",
    lane="medical",
)
def routine_dental(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """A medical line does not rest on a routine dental diagnosis alone.

    Wrong: 99213 for K02.9
    Right: 99213 for M26.621
    """
    codes = [code for _, code in facts.pointed(line)]
    excluded = {"GY"} & set(facts.modifiers(line))
    if codes and not excluded and all(plays(code, "routine_dental") for code in codes):
        yield Problem(
            "diagnosis_pointers",
            f"{facts.title(line)} rests on {', '.join(codes)} alone: {roles()['routine_dental'].advice}",
            "Point to the medical condition that the record shows, or send the claim to the dental plan",
        )
