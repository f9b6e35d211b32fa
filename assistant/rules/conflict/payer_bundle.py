"""Rule CF02."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.conflict.pairs import conflicting
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule
from assistant.tables.procedures import label


@rule(
    "CF02",
    severity="warning",
    source="Payer custom; see the row of the conflict table",
    denial="CO-97/N19",
    needs="lines",
)
def payer_bundle(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """Two procedures that most payers pay as one are billed knowingly.

    Wrong: D0274 beside D0210; D1110 beside D4341
    Right: D0274 alone
    """
    for row, first, second, sure in conflicting(facts, "payer"):
        yield Problem(
            f"lines[{second.index}].code",
            f"{label(second.code)} beside {label(first.code)}: most payers pay one"
            + ("" if sure else ", if they were at one place"),
            row.advice[:1].upper() + row.advice[1:],
            severity=row.severity,
            source=row.source,
        )
