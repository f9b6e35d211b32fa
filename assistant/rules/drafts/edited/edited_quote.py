"""Rule DR22."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.recognise import quotes
from assistant.rules.drafts.proof import folded
from assistant.rules.drafts.rule import EditedSheet, Trouble, draft_rule

_FEWEST_WORDS = 2
_A_WORD_OR_TWO = 2
_LIST_NUMBER = re.compile(r"^\W*\d{1,2}(?:\.\d{1,2})*\.?\s+")


@draft_rule("DR22", severity="error", source="Law 1: proof-carrying drafts")
def edited_quote(edited: EditedSheet) -> Iterator[Trouble]:
    """A quotation or a condition that was changed or added stands word for word in the papers or the payer's policy.

    Wrong: one word of the policy's sentence replaced
    Right: the sentence as the policy has it
    """
    conditions = tuple(folded(row.text) for row in edited.sheet.evidence.criteria)
    for change in edited.changes:
        for quote in quotes.find(change.text):
            if len(quote.value.split()) >= _FEWEST_WORDS and not edited.sheet.proof.holds_wording(quote.value):
                yield Trouble(
                    change.where, f"no source holds the words {quote.value!r}", "quote the source as it is written"
                )
            elif whole := _cut(quote.value, change.before) or _shortened(quote.value, change.before, edited.fresh):
                yield Trouble(change.where, f"the quotation {whole!r} was cut", "quote it whole, or leave it out")
        marks = folded(change.text).count('"')
        if '"' in change.before and marks % 2 == 0 and len(quotes.find(change.text)) < marks // 2:
            yield Trouble(change.where, "a quotation lost its first or last word", "quote the source as it is written")
        if '"' in change.before and change.text.count('"') % 2:
            yield Trouble(change.where, "a quotation mark was lost", "put the quoted words between two marks")
        before, now = (_LIST_NUMBER.sub("", words) for words in (folded(change.before), change.text))
        stood = len(before.split()) >= _FEWEST_WORDS and any(before.rstrip(".") in words for words in conditions)
        if stood and not edited.sheet.proof.holds_wording(now):
            yield Trouble(change.where, f"the condition was changed: {now}", "write it as the policy has it")


def _cut(words: str, before: str) -> str:
    """The quotation of which ``words`` are only a part."""
    now = folded(words).strip(" .,;")
    held = [folded(quote.value) for quote in quotes.find(before)]
    return next((quote for quote in held if now in quote and len(now.split()) < len(quote.split())), "")


def _shortened(words: str, before: str, fresh: str) -> str:
    """A quotation of the letter that ``words`` lack a word of; a shorter quotation of its own lacks more."""
    if quotes.find(before):
        return ""
    now = folded(words).strip(" .,;")
    held = [folded(quote.value).strip(" .,;") for quote in quotes.find(fresh)]
    return next((q for q in held if now in q and 0 < len(q.split()) - len(now.split()) <= _A_WORD_OR_TWO), "")
