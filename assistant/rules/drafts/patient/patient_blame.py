"""Rule DR63."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.rules.drafts.patient.patient_text import told, toned
from assistant.rules.drafts.rule import Sheet, Trouble, draft_rule


@draft_rule("DR63", severity="error", source="Texts for patients: no blame")
def patient_blame(sheet: Sheet) -> Iterator[Trouble]:
    """A text for a patient blames nobody: not the plan, not the patient, not the office.

    Wrong: "Your plan always refuses these claims."
    Right: "Your plan said that the care was not needed."
    """
    for statement in told(sheet):
        yield from toned(statement.id, statement.text, "blame")
