"""Rule DR06."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.rules.drafts.proof import unquoted
from assistant.rules.drafts.rule import Sheet, Trouble, draft_rule
from assistant.tables.wording import laws


@draft_rule("DR06", severity="error", source="Law 1: law only with known funding")
def law_needs_funding(sheet: Sheet) -> Iterator[Trouble]:
    """A law is named only where the plan's funding is known, and from a dated table row.

    Wrong: "29 CFR 2560.503-1" with plan_funding unknown
    Right: the same for a self-funded employer plan
    """
    funding = sheet.evidence.case.plan_funding
    for statement in sheet.statements:
        if not laws(unquoted(statement.text)):
            continue
        if funding in (None, "unknown"):
            yield Trouble(
                statement.id,
                f"names a law, and who funds the plan is not known: {statement.text}",
                "find out the funding, or take the law out",
            )
        elif not any(source.kind in ("table", "passage", "calculation") for source in statement.sources):
            yield Trouble(statement.id, f"names a law without a table row: {statement.text}", "take the law out")
