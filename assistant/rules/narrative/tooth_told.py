"""Rule NR01."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule

#: Words that make the tooth after them another one than the treated.
_NEIGHBOUR = re.compile(
    r"\b(?:adjacent|opposing|opposite|next|beside|neighbou?r(?:ing)?|missing|abutments?)\b[^.;]*$", re.I
)


@rule(
    "NR01", severity="error", source="RARC N206: records do not match the claim", denial="CO-16/N206", needs="narrative"
)
def tooth_told(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """The tooth of the narrative is the tooth of the claim.

    Wrong: narrative #19, claim tooth 30
    Right: narrative #30, claim tooth 30
    """
    text = claim.narrative or ""
    told = [each for each in facts.told("tooth") if not _NEIGHBOUR.search(text[max(0, each.start - 30) : each.start])]
    billed = {number for service in facts.services for number in service.numbers}
    if not told or not billed:
        return
    said = {facts.universal(each.value): each.quote for each in told}
    strangers = [quote for number, quote in said.items() if number not in billed and number not in facts.missing]
    for line, service in zip(claim.lines, facts.services, strict=True):
        if service.numbers and service.numbers.isdisjoint(said):
            agrees = not billed.isdisjoint(said)
            if agrees and not strangers:
                continue
            other = strangers[0] if strangers else next(iter(said.values()))
            yield Problem(
                f"lines[{service.index}].tooth",
                f"the claim says tooth {line.tooth!r}, the narrative says {other!r}",
                "Correct the one that the chart contradicts",
                severity="warning" if agrees else None,
            )
