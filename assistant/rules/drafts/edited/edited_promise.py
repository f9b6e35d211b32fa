"""Rule DR26."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.rules.drafts.rule import EditedSheet, Trouble, draft_rule
from assistant.tables.wording import promises


@draft_rule("DR26", severity="error", source="Law 9: lawful help only; no promise of payment")
def edited_promise(edited: EditedSheet) -> Iterator[Trouble]:
    """No promise of payment, approval or success is added.

    Wrong: "This will be covered."
    Right: "We ask you to reverse the denial."
    """
    for change in edited.changes:
        if found := promises(change.text):
            yield Trouble(
                change.where,
                f"promises, threatens or states what no paper shows: {found!r}",
                "ask, or say what the record shows",
            )
