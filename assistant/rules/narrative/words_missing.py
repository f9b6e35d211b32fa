"""Rule NR07."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.narrative.wording import says_any
from assistant.rules.rule import Problem, rule
from assistant.tables.claim_customs import narrative_words


@rule(
    "NR07",
    severity="warning",
    source="What reviewers look for; see the row of the table",
    denial="CO-252/N706",
    needs="narrative",
)
def words_missing(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """A narrative says what the reviewer of that procedure looks for.

    Wrong: D2950 "#19 crown needed"
    Right: D2950 "#19 less than half of the structure remains"
    """
    text = claim.narrative or ""
    told: set[str] = set()
    for line in claim.lines:
        for row in narrative_words(facts.code(line)):
            if row.relation == "needs" and row.id not in told and not says_any(text, row.words):
                told.add(row.id)
                yield Problem(
                    "narrative",
                    f"the narrative does not tell, for {facts.title(line)}, {row.asks}",
                    "Add it from the chart, with its measurement or finding",
                    severity=row.severity,
                    source=row.source,
                )
