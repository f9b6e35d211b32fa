"""Rule FV07."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "FV07",
    severity="warning",
    source="Code structure: an unlisted or by-report code says nothing without a description",
    denial="CO-16/N350",
)
def by_report(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """An unlisted or by-report code comes with a description of what was done.

    Wrong: D2999 without narrative
    Right: D2999 with a narrative
    """
    described = claim.narrative or any(
        each.kind and each.kind.name in ("narrative", "operative_report", "chart_note") for each in facts.enclosures
    )
    if described:
        return
    for line in claim.lines:
        medical = facts.medical(line)
        unlisted = (facts.kind(line) == "cdt" and facts.code(line).endswith("999")) or (
            medical is not None and medical.is_unlisted
        )
        if unlisted:
            where = f"lines[{facts.service(line).index}].code"
            yield Problem(
                where,
                f"{facts.title(line)} is an unlisted code and nothing describes what was done",
                "Add a narrative: what, why, how long, and the nearest listed code with its fee",
            )
