"""Rule DR64."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.rules.drafts.patient.patient_text import told
from assistant.rules.drafts.rule import Sheet, Trouble, draft_rule
from assistant.tables.patient_words import forbidden


@draft_rule("DR64", severity="error", source="Law 9: lawful help only; no promise of payment")
def patient_outcome(sheet: Sheet) -> Iterator[Trouble]:
    """A text for a patient promises nothing that another decides.

    Wrong: "Do not worry, we will get it paid."
    Right: "We are asking your plan to look again."
    """
    for statement in told(sheet):
        if found := forbidden(statement.text, "outcome"):
            yield Trouble(
                statement.id,
                f"promises how it will end: {found!r}",
                "say what the office does and by when, and that the plan decides",
            )
