"""Rule DR30."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.recognise.placeholders import placeholders
from assistant.rules.drafts.rule import Change, EditedSheet, Trouble, draft_rule


@draft_rule("DR30", severity="error", source="Law 5: no invention")
def edited_blank(edited: EditedSheet) -> Iterator[Trouble]:
    """A blank is filled through the case, where who said it and when is kept, and not in the letter alone.

    Wrong: "PO Box 77" typed over "[[needs: appeals address from the notice]]"
    Right: the address entered in the case, and the letter drafted again
    """
    for change in edited.changes:
        what = filled_blank(change)
        if what and not edited.sheet.proof.holds_wording(change.text):
            yield Trouble(
                change.where,
                f"the blank {what!r} was filled with words that the case does not hold: {change.text}",
                "enter it in case.yaml (under practice, denials or facts, with who and when) and draft again",
            )


def filled_blank(change: Change) -> str:
    """What the blank asked for that a change filled; empty where it filled none."""
    kept = placeholders(change.text)
    return next((what for what in placeholders(change.before) if what not in kept), "")
