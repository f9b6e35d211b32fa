"""Rule DR04."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.recognise import quotes
from assistant.rules.drafts.rule import Sheet, Trouble, draft_rule

#: One quoted word is emphasis or a name, not a quotation.
_FEWEST_WORDS = 2


@draft_rule("DR04", severity="error", source="Law 1: proof-carrying drafts")
def quote_verbatim(sheet: Sheet) -> Iterator[Trouble]:
    """What stands between quotation marks stands so in the evidence, word for word.

    Wrong: "AHI of 10 or more events per hour" of a policy that says 15
    Right: the policy's sentence unchanged
    """
    for statement in sheet.statements:
        for quote in quotes.find(statement.text):
            if len(quote.value.split()) >= _FEWEST_WORDS and not sheet.proof.holds_wording(quote.value):
                yield Trouble(
                    statement.id, f"no source holds the words {quote.value!r}", "quote the source as it is written"
                )
