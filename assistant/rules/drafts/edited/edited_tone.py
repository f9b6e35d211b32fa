"""Rule DR81."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.rules.drafts.patient.patient_text import TONES, toned
from assistant.rules.drafts.rule import EditedSheet, Trouble, draft_rule


@draft_rule("DR81", severity="error", source="Texts for patients: no pressure, no blame, no promise")
def edited_tone(edited: EditedSheet) -> Iterator[Trouble]:
    """No pressure, blame or promise is added to a text for a patient.

    Wrong: "Your plan always does this."
    Right: "The plan has looked at the claim."
    """
    if not edited.sheet.patient_facing:
        return
    for change in edited.changes:
        for words in TONES:
            yield from toned(change.where, change.text, words)
