"""Rule DR81."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.rules.drafts.rule import EditedSheet, Trouble, draft_rule
from assistant.tables.patient_words import WordList, forbidden

_LISTS: tuple[tuple[WordList, str, str], ...] = (
    ("pressure", "presses the patient", "leave the choice to the patient"),
    ("blame", "blames or talks down", "say who decided what, and what comes next"),
    ("outcome", "promises how it will end", "say what the office does and that the plan decides"),
)


@draft_rule("DR81", severity="error", source="Texts for patients: no pressure, no blame, no promise")
def edited_tone(edited: EditedSheet) -> Iterator[Trouble]:
    """No pressure, blame or promise is added to a text for a patient.

    Wrong: "Your plan always does this."
    Right: "The plan has looked at the claim."
    """
    if not edited.sheet.patient_facing:
        return
    for change in edited.changes:
        for words, what, fix in _LISTS:
            if found := forbidden(change.text, words):
                yield Trouble(change.where, f"{what}: {found!r}", fix)
