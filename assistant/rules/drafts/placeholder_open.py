"""Rule DR08."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.recognise.placeholders import placeholders
from assistant.rules.drafts.rule import Sheet, Trouble, draft_rule


@draft_rule("DR08", severity="warning", source="Law 5: no invention")
def placeholder_open(sheet: Sheet) -> Iterator[Trouble]:
    """A letter goes out when nothing in it is still to be filled in.

    Wrong: "[[needs: date of CPAP trial]]"
    Right: "CPAP trial from 05/04/2026 to 06/10/2026"
    """
    for statement in sheet.statements:
        for what in placeholders(statement.text):
            yield Trouble(statement.id, f"still needed: {what}", "obtain it, add it to the case, and draft again")
