"""Rule DR01."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.rules.drafts.rule import Sheet, Trouble, draft_rule


@draft_rule("DR01", severity="error", source="Law 1: proof-carrying drafts")
def statement_has_source(sheet: Sheet) -> Iterator[Trouble]:
    """Whatever states something points to what proves it; only requests and courtesies stand alone.

    Wrong: a fact "AHI 22 events per hour" without a source
    Right: the same with the span of the sleep test report
    """
    for statement in sheet.statements:
        if statement.type not in ("request", "courtesy") and not statement.sources:
            yield Trouble(
                statement.id,
                f"nothing proves this {statement.type}: {statement.text}",
                "add the paper that shows it, or take it out",
            )
