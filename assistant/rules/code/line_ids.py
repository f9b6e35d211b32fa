"""Rule FV09."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule("FV09", severity="warning", source="Claim structure: a line is answered by its number", needs="lines")
def line_ids(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """Every line has its own number, so that a denial can name it.

    Wrong: two lines with id 1
    Right: lines with ids 1 and 2
    """
    seen: set[str] = set()
    for index, line in enumerate(claim.lines):
        number = line.id.strip()
        if number in seen:
            yield Problem(f"lines[{index}].id", f"line id {number!r} stands on two lines", "Number the lines 1, 2, 3")
        seen.add(number)
