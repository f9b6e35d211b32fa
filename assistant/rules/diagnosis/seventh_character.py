"""Rule DX04."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "DX04",
    severity="error",
    source="ICD-10-CM tabular list: the seventh character stands in the seventh place, filled with X",
    denial="CO-16/M76",
    needs="diagnoses",
)
def seventh_character(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """An injury carries its seventh character, in the seventh place, from the set of its category.

    Wrong: S02.5; S02.5XA; S02.5XXZ
    Right: S02.5XXA
    """
    if facts.icd is None:
        return
    for index, code in enumerate(facts.diagnoses):
        if not code:
            continue
        if facts.standing(code) == "needs_seventh":
            stem, why = code, "lacks its seventh character"
        elif found := facts.misplaced_seventh(code):
            stem, why = found, "has a seventh character that does not fit or stands in the wrong place"
        else:
            continue
        choices = ", ".join(f"{each.character} {each.meaning}" for each in facts.icd.seventh_characters(stem))
        example = next((each.code for each in facts.icd.children(stem)), "")
        yield Problem(f"diagnoses[{index}]", f"{code} {why}", f"Write it like {example}; the characters are: {choices}")
