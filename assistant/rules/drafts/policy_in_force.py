"""Rule DR05."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.policy import GENERAL
from assistant.rules.drafts.rule import Sheet, Trouble, draft_rule


@draft_rule("DR05", severity="error", source="Laws 2 and 3: as of the date of service; payers never mix")
def policy_in_force(sheet: Sheet) -> Iterator[Trouble]:
    """A policy statement quotes the claim's own payer, in the version in force on the date of service.

    Wrong: the 2024 version on a service of 2026; another payer's policy
    Right: the version whose dates hold the date of service
    """
    payer, on = sheet.evidence.case.claim.payer, sheet.evidence.on
    for statement in sheet.statements:
        for source in statement.sources:
            passage = sheet.proof.passages.get(source.key or "")
            if source.kind != "passage" or passage is None:
                continue
            if passage.payer not in (payer, GENERAL):
                yield Trouble(
                    statement.id,
                    f"quotes {passage.payer}, and the claim is with {payer}",
                    "quote the claim's own payer",
                )
            if not passage.period.contains(on):
                yield Trouble(
                    statement.id,
                    f"quotes {passage.title}, which is not in force on {on.isoformat()}",
                    "quote the version in force",
                )
