"""Rule DR68."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.rules.drafts.patient.patient_text import versions
from assistant.rules.drafts.rule import Sheet, Trouble, draft_rule


@draft_rule("DR68", severity="error", source="Privacy: who is calling is checked first")
def identity_first(sheet: Sheet) -> Iterator[Trouble]:
    """On the phone nothing of the case is said before the caller has told who they are.

    Wrong: a phone version that begins with the plan's answer
    Right: thanks for the call, the question for name and date of birth, then the rest
    """
    for version in versions(sheet):
        if version.place != "phone":
            continue
        for statement in version.statements:
            if statement.section == "phone:identity":
                break
            if statement.type != "courtesy" or statement.section != "phone:open":
                yield Trouble(
                    statement.id,
                    f"said before the identity check: {statement.text}",
                    "ask for name, date of birth and one more item first",
                )
                break
        else:
            yield Trouble(version.first, "the call has no identity check", "ask for name and date of birth first")
