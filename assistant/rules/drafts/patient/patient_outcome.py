"""Rule DR64."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.rules.drafts.patient.patient_text import told, toned
from assistant.rules.drafts.rule import Sheet, Trouble, draft_rule


@draft_rule("DR64", severity="error", source="Law 9: lawful help only; no promise of payment")
def patient_outcome(sheet: Sheet) -> Iterator[Trouble]:
    """A text for a patient promises nothing that another decides.

    Wrong: "Do not worry, we will get it paid."
    Right: "We are asking your plan to look again."
    """
    for statement in told(sheet):
        yield from toned(statement.id, statement.text, "outcome")
