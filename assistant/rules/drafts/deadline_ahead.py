"""Rule DR09."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.rules.drafts.rule import Sheet, Trouble, draft_rule


@draft_rule("DR09", severity="warning", source="deadline table")
def deadline_ahead(sheet: Sheet) -> Iterator[Trouble]:
    """The appeal period is not over.

    Wrong: a letter of 2026-11-22 for a period that ended on 2026-10-01
    Right: the same before that day
    """
    deadline = sheet.evidence.deadline
    if deadline is not None and deadline.passed(sheet.evidence.today):
        yield Trouble(
            "deadline",
            f"the period ended on {deadline.date.isoformat()} ({deadline.source})",
            "ask for good-cause acceptance if there was a reason for the delay",
        )
