"""Rule DR26."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.rules.drafts.no_promise import promised
from assistant.rules.drafts.rule import EditedSheet, Trouble, draft_rule


@draft_rule("DR26", severity="error", source="Law 9: lawful help only; no promise of payment")
def edited_promise(edited: EditedSheet) -> Iterator[Trouble]:
    """No promise of payment, approval or success is added.

    Wrong: "This will be covered."
    Right: "We ask you to reverse the denial."
    """
    for change in edited.changes:
        yield from promised(change.where, change.text)
