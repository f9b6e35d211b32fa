"""Rule DX07."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule("DX07", severity="error", source="ICD-10-CM tabular list: Excludes1 notes", denial="CO-16/M76", needs="diagnoses")
def excludes1(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """Two diagnoses that exclude each other do not stand on one claim.

    Wrong: G47.33 with R06.81
    Right: G47.33 with I10
    """
    if facts.icd is None:
        return
    known = [(index, code) for index, code in enumerate(facts.diagnoses) if code]
    for (_, one), (index, other) in combinations(known, 2):
        barred = facts.icd.excludes1(one, other) if one != other else None
        if barred is not None:
            yield Problem(
                f"diagnoses[{index}]",
                f"{one} and {other} exclude each other: note at {barred.stands_at}, {barred.note!r}",
                "Keep the one that the chart supports; unrelated conditions may both stand if the record says so",
            )
