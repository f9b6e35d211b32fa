"""Rule CF01."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.conflict.pairs import conflicting
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule
from assistant.tables.procedures import label


@rule(
    "CF01",
    severity="error",
    source="Code structure and code text; see the row of the conflict table",
    denial="CO-231/N20",
    needs="lines",
)
def code_conflict(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """Two procedures whose codes exclude each other do not stand on one date at one place.

    Wrong: D1110 and D4910 on one day; D2740 and D2392 on one tooth and day
    Right: D4910 and D0120 on one day
    """
    for row, first, second, sure in conflicting(facts, "code"):
        place = row.reach.replace("_", " ").replace("same date", "same day")
        yield Problem(
            f"lines[{second.index}].code",
            f"{label(second.code)} and {label(first.code)} exclude each other on the {place}"
            + ("" if sure else ", if they were at one place"),
            row.advice[:1].upper() + row.advice[1:],
            severity=row.severity if sure else "warning",
            source=row.source,
        )
