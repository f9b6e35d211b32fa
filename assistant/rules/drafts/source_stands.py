"""Rule DR02."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.rules.drafts.rule import Sheet, Trouble, draft_rule


@draft_rule("DR02", severity="error", source="Law 1: proof-carrying drafts")
def source_stands(sheet: Sheet) -> Iterator[Trouble]:
    """The words of every source stand where the source says, letter for letter.

    Wrong: a quote "AHI 29" of a report that reads "AHI 22"
    Right: the quote "AHI 22" of that report
    """
    for statement in sheet.statements:
        for source in statement.sources:
            if not sheet.proof.source_stands(source):
                place = source.document or source.key or "its source"
                yield Trouble(
                    statement.id,
                    f"the words {source.quote!r} do not stand in {place}",
                    "quote the source as it is written",
                )
