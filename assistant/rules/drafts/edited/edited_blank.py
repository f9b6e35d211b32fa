"""Rule DR30."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.recognise import sentences
from assistant.recognise.placeholders import placeholders
from assistant.rules.drafts.rule import Change, EditedSheet, Trouble, draft_rule

_MARK = re.compile(r"\[\[needs:[^\[\]]*\]\]")
#: What the letter of today says where the blank stood; a denial is no value.
_VALUE = r"(?:(?!\b(?:no|not|never|without|none)\b)[^;!?]){0,200}"


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


def outdated_blank(change: Change, fresh: str) -> str:
    """What a blank still asks for that the letter of today no longer asks for; empty where anything else was added."""
    open_now = placeholders(fresh)
    left = [what for what in placeholders(change.text) if what not in open_now]
    return left[0] if left and _stands(change.text, fresh) else ""


def _stands(text: str, fresh: str) -> bool:
    """Whether a sentence or line of the fresh letter holds the same words in their order, its value for the blank."""
    pieces = [re.escape(_plain(piece)) for piece in _MARK.split(text)]
    if not any(pieces):
        return True
    wanted = re.compile(rf"\s*{_VALUE}\s*".join(pieces))
    said = (*fresh.splitlines(), *(sentence.text for sentence in sentences.split(fresh)))
    return any(wanted.fullmatch(_plain(each)) for each in said)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
