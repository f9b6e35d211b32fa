"""Rule DR24."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.rules.drafts.proof import folded
from assistant.rules.drafts.rule import EditedSheet, Trouble, draft_rule

_NAME = re.compile(r"\b[A-Z][a-z]{2,}\b")


@draft_rule("DR24", severity="error", source="Law 1: proof-carrying drafts")
def edited_name(edited: EditedSheet) -> Iterator[Trouble]:
    """A name in a proved sentence is not exchanged for one that the case does not hold.

    Wrong: "Interpreted by Mara Ellison" turned into "Interpreted by Clara Ellison"
    Right: the name as the paper has it
    """
    for change in edited.changes:
        kept = set(folded(change.text).split())
        gone = [word for word in _NAME.findall(_as_written(edited.fresh, change.before)) if word.casefold() not in kept]
        new = [word for word in _NAME.findall(change.text) if word.casefold() not in folded(edited.fresh)]
        unknown = [word for word in new if not edited.sheet.proof.holds_wording(word)]
        if gone and unknown:
            yield Trouble(change.where, f"the name {gone[0]!r} became {unknown[0]!r}", f"write {gone[0]!r} again")


def _as_written(fresh: str, before: str) -> str:
    """The piece with its capitals, found in the fresh letter."""
    flat = " ".join(fresh.split())
    place = flat.casefold().find(before)
    return flat[place : place + len(before)] if before and place >= 0 else ""
