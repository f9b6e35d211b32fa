"""Rule DR62."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.rules.drafts.patient.patient_text import told, toned
from assistant.rules.drafts.rule import Sheet, Trouble, draft_rule


@draft_rule("DR62", severity="error", source="Texts for patients: no pressure")
def patient_pressure(sheet: Sheet) -> Iterator[Trouble]:
    """A text for a patient does not press for a choice or a payment.

    Wrong: "This is your last chance to sign."
    Right: "Please tell us if you would like to go ahead."
    """
    for statement in told(sheet):
        yield from toned(statement.id, statement.text, "pressure")
