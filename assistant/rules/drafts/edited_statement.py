"""Rule DR32."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.rules.drafts.edited_blank import filled_blank
from assistant.rules.drafts.proof import folded, values
from assistant.rules.drafts.rule import EditedSheet, Trouble, draft_rule
from assistant.tables.wording import common_words, is_courtesy

_WORD = re.compile(r"[a-z][a-z'-]{3,}")
#: So many words that no source holds turn a rewording into another statement.
_NEW_WORDS = 3


@draft_rule("DR32", severity="warning", source="Law 1: proof-carrying drafts")
def edited_statement(edited: EditedSheet) -> Iterator[Trouble]:
    """A sentence that was added asks, thanks, or says what the papers say; nothing else has a source.

    Wrong: "The member has no other coverage." where no paper says so
    Right: "Please call us with any question."; a sentence of the chart
    """
    for change in edited.changes:
        if change.alone or filled_blank(change) or is_courtesy(change.text):
            continue
        if edited.sheet.proof.holds_wording(change.text):
            continue
        unheard = _unheard(edited, change.text)
        if change.before and len(unheard) < _NEW_WORDS:
            continue
        proved = values(change.text)
        if not change.before and not unheard and proved and proved <= edited.sheet.proof.case_values:
            continue
        yield Trouble(
            change.where,
            f"nothing proves this statement: {change.text}",
            "take it out, quote the paper that says it, or add that paper to the case",
        )


def _unheard(edited: EditedSheet, text: str) -> set[str]:
    """Words that stand neither in the letter nor in the evidence."""
    proof = edited.sheet.proof
    heard = f"{folded(edited.fresh)} {folded(proof.case_text)} {folded(proof.policy_text)}"
    known = set(_WORD.findall(heard))
    return {word for word in _WORD.findall(folded(text)) if word not in known and word not in common_words()}
