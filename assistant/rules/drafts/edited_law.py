"""Rule DR25."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.rules.drafts.rule import EditedSheet, Trouble, draft_rule

_LAW = re.compile(
    r"\b\d+ (?:CFR|C\.F\.R\.|U\.?S\.?C\.?)[ \d.()a-z-]*|\bERISA\b|\bAffordable Care Act\b|\bACA\b|§ ?[\d.()a-z-]*"
    r"|\b(?:insurance|health|labor|welfare|civil|state|federal) (?:code|law|statute)s?\b|\bstatut(?:e|es|ory)\b"
    r"|\bno surprises act\b|\bparity act\b|\bpublic law\b|\bHIPAA\b|\bprompt[- ]pay\w*",
    re.IGNORECASE,
)


@draft_rule("DR25", severity="error", source="Law 1: law only with known funding")
def edited_law(edited: EditedSheet) -> Iterator[Trouble]:
    """A law that was added or changed stands in the fresh letter, which takes it from the table.

    Wrong: "under ERISA" added to a letter whose plan funding is unknown
    Right: the paragraph that the table gives for this funding
    """
    for change in edited.changes:
        for match in _LAW.finditer(change.text):
            if match.group().strip() not in edited.fresh:
                yield Trouble(
                    change.where,
                    f"names a law that no table row gives for this plan: {match.group().strip()}",
                    "take it out, or state who funds the plan",
                )
