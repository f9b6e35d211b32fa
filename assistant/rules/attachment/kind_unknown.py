"""Rule AT04."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule("AT04", severity="note", source="Attachment kinds are free words that the table normalises", needs="attachments")
def kind_unknown(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """The kind of an enclosure is a word that the table knows.

    Wrong: kind "holiday snaps"
    Right: kind "PA x-ray"
    """
    for each in facts.enclosures:
        if each.kind is None:
            yield Problem(
                f"attachments[{each.index}].kind",
                f"{each.attachment.kind!r} is not a kind that is known here, so it counts for nothing",
                "Name it plainly, such as periapical, perio chart, narrative or sleep study",
            )
