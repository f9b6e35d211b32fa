"""Rule DR31."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.rules.drafts.proof import folded, value_order
from assistant.rules.drafts.rule import EditedSheet, Trouble, draft_rule


@draft_rule("DR31", severity="error", source="Law 1: a computed statement points to its calculation")
def edited_computed(edited: EditedSheet) -> Iterator[Trouble]:
    """A sentence that states a calculation stands as it was computed, or not at all.

    Wrong: "the record meets all" where the calculation says 2 of 4
    Right: the sentence as drafted, or left out
    """
    computed = [folded(s.text) for s in edited.sheet.statements if s.type == "computed"]
    for change in edited.changes:
        now, before = value_order(change.text), value_order(change.before)
        if (folded(now.frame), now.values) == (folded(before.frame), before.values):
            continue  # a date written in another way
        if change.before and any(folded(change.before) in text for text in computed):
            yield Trouble(
                change.where,
                f"a computed sentence was changed: {change.text}",
                "write it as it was drafted, or leave it out",
            )
