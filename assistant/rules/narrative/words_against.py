"""Rule NR08."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.narrative.wording import affirms_any
from assistant.rules.rule import Problem, rule
from assistant.tables.claim_customs import narrative_words


@rule(
    "NR08",
    severity="error",
    source="Meaning of the codes; see the row of the table",
    denial="CO-16/N163",
    needs="narrative",
)
def words_against(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """A narrative does not describe another procedure than the one billed.

    Wrong: D7240 "partial bony impaction"
    Right: D7230 "partial bony impaction"
    """
    text = claim.narrative or ""
    alone = (
        len(
            {
                service.code
                for service in facts.services
                if service.teeth or not service.is_any(("exam", "bitewing", "periapical", "D0330"))
            }
        )
        == 1
    )
    for line in claim.lines:
        for row in narrative_words(facts.code(line)):
            quote = affirms_any(text, row.words) if row.relation == "contradicts" else ""
            if quote:
                index = facts.service(line).index
                yield Problem(
                    f"lines[{index}].code",
                    f"the claim says {facts.title(line)}, the narrative says {quote!r}: {row.asks}",
                    "Correct the one that the chart contradicts",
                    severity=row.severity if alone else "warning",
                    source=row.source,
                )
