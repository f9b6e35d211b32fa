"""Rule DR25."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.rules.drafts.proof import unquoted
from assistant.rules.drafts.rule import EditedSheet, Trouble, draft_rule
from assistant.tables.wording import laws


@draft_rule("DR25", severity="error", source="Law 1: law only with known funding")
def edited_law(edited: EditedSheet) -> Iterator[Trouble]:
    """A law that was added or changed stands in the fresh letter, which takes it from the table.

    Wrong: "under ERISA" added to a letter whose plan funding is unknown
    Right: the paragraph that the table gives for this funding
    """
    for change in edited.changes:
        for law in laws(unquoted(change.text)):
            if law not in edited.fresh:
                yield Trouble(
                    change.where,
                    f"names a law that no table row gives for this plan: {law}",
                    "take it out, or state who funds the plan",
                )
