"""Rule DR69."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.rules.drafts.patient.patient_text import Version, versions
from assistant.rules.drafts.proof import values
from assistant.rules.drafts.rule import Sheet, Trouble, draft_rule


@draft_rule("DR69", severity="error", source="Hard conversations: a next step with a date")
def next_step_dated(sheet: Sheet) -> Iterator[Trouble]:
    """Every version of a conversation ends in a next step with a day that is still ahead.

    Wrong: "We will call you soon."
    Right: "We will call you on Friday, November 27, 2026."
    """
    today = sheet.evidence.today.isoformat()
    for version in versions(sheet):
        if version.place == "page":
            continue
        days = [value for kind, value in values(_step(version)) if kind == "date"]
        if not days:
            yield Trouble(version.first, f"the {version.name} names no day for the next step", "say when, as a date")
        elif max(days) < today:
            yield Trouble(version.first, f"the {version.name} names {max(days)}, which is over", "name a day ahead")


def _step(version: Version) -> str:
    """The words of the next step; a text message is one."""
    members = [each for each in version.statements if version.place == "sms" or each.section.endswith(":next")]
    return " ".join(each.text for each in members)
