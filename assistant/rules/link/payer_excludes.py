"""Rule LK06."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule
from assistant.tables.claim_customs import exclusions_of


@rule(
    "LK06",
    when=lambda code: bool(exclusions_of(code)),
    severity="warning",
    source="What Medicare does not cover; see the row of the table",
    denial="PR-96/N130",
)
def payer_excludes(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """A service that the payer excludes is not billed as covered.

    Wrong: E0485 to Medicare; D6010 KX to Medicare
    Right: E0486 to Medicare
    """
    rows = exclusions_of(facts.code(line))
    if not rows or not facts.is_medicare:
        return
    written = facts.modifiers(line)
    if "GY" in written:
        return
    for row in rows:
        if not row.modifier or row.modifier in written:
            yield Problem(
                "code",
                f"{facts.title(line)} to Medicare: {row.advice}",
                "Tell the patient before; bill GY for a denial if another plan follows",
                severity=row.severity,
                source=row.source,
                denial=f"PR-{row.carc}/{row.rarc}",
            )
