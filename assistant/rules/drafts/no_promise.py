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
        if found := promises(statement.text):
            yield Trouble(
                statement.id,
                f"promises, threatens or states what no paper shows: {found!r}",
                "ask, or say what the record shows",
            )
