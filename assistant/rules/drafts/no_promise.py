"""Rule DR07."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.rules.drafts.rule import Sheet, Trouble, draft_rule
from assistant.tables.wording import promises


@draft_rule("DR07", severity="error", source="Law 9: lawful help only; no promise of payment")
def no_promise(sheet: Sheet) -> Iterator[Trouble]:
    """No draft promises payment, approval or success.

    Wrong: "This claim will be paid."
    Right: "We ask you to process the service for payment."
    """
    for statement in sheet.statements:
        yield from promised(statement.id, statement.text)


def promised(where: str, text: str) -> Iterator[Trouble]:
    """What a text promises, be it drafted or put in by a person."""
    if found := promises(text):
        yield Trouble(
            where,
            f"promises, threatens or states what no paper shows: {found!r}",
            "ask, or say what the record shows",
        )
