"""Rule LK03."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule
from assistant.tables.crosswalk import crossings_of, is_dental_only


@rule(
    "LK03",
    when=is_dental_only,
    severity="warning",
    source="Crosswalk rows without a medical equivalent",
    denial="CO-270",
    lane="medical",
)
def no_medical_equivalent(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """A dental procedure that has no medical equivalent stays off the medical claim.

    Wrong: D9944 on a medical claim
    Right: D9944 on a dental claim
    """
    row = crossings_of(facts.code(line))[0]
    pitfall = f"; {row.pitfall[:1].lower()}{row.pitfall[1:]}" if row.pitfall else ""
    yield Problem(
        "code",
        f"{facts.title(line)} has no medical equivalent",
        f"Send it to the dental plan{pitfall}",
        source=row.source,
    )
