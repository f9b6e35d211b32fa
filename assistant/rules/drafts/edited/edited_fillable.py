"""Rule DR35."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.rules.drafts.edited.edited_blank import outdated_blank
from assistant.rules.drafts.rule import EditedSheet, Trouble, draft_rule


@draft_rule("DR35", severity="warning", source="Law 5: no invention")
def edited_fillable(edited: EditedSheet) -> Iterator[Trouble]:
    """A blank of an earlier draft is filled once the case holds what it asked for.

    Wrong: "[[needs: name of the clinician who signs]]" in a case that names the signer
    Right: the signer's name
    """
    for change in edited.changes:
        what = outdated_blank(change, edited.fresh)
        if what:
            message = f"the blank {what!r} can be filled: the letter of today no longer asks for it"
            yield Trouble(change.where, message, "draft the letter again, or put in what it says there")
