"""Rule NR03."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "NR03", severity="error", source="RARC N206: records do not match the claim", denial="CO-16/N206", needs="narrative"
)
def side_told(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """The side of the narrative is the side of the modifiers and diagnoses.

    Wrong: narrative "right TMJ", modifier LT
    Right: narrative "left TMJ", modifier LT
    """
    said = {each.value: each.quote for each in facts.told("side")}
    if len(said) != 1 or "both" in said or "bilateral" in said:
        return
    side, quote = next(iter(said.items()))
    marked = {"RT": "right", "LT": "left"}
    for index, line in enumerate(claim.lines):
        for modifier in facts.modifiers(line):
            if modifier in marked and marked[modifier] != side:
                yield Problem(
                    f"lines[{index}].modifiers",
                    f"the claim says modifier {modifier!r}, the narrative says {quote!r}",
                    "Correct the one that the chart contradicts",
                )
    if facts.icd is None:
        return
    for index, code in enumerate(facts.diagnoses):
        named = facts.laterality(code) if code else None
        if named in ("right", "left") and named != side:
            yield Problem(
                f"diagnoses[{index}]",
                f"the diagnosis {code} says {named}, the narrative says {quote!r}",
                "Correct the one that the chart contradicts",
            )
