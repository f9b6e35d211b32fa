"""Rule DR61."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.recognise.readability import readability
from assistant.rules.drafts.patient.patient_text import versions
from assistant.rules.drafts.rule import Sheet, Trouble, draft_rule

#: The highest reading grade of a text for a patient.
GRADE = 8.0


@draft_rule("DR61", severity="warning", source="Texts for patients: reading grade 8 at most")
def patient_grade(sheet: Sheet) -> Iterator[Trouble]:
    """A text for a patient reads at grade 8 or below, measured on each of its versions.

    Wrong: "Adjudication necessitated supplementary documentation substantiating medical necessity."
    Right: "Your plan asked for more papers before it decides."
    """
    for version in versions(sheet):
        grade = readability(version.text).grade
        if grade is not None and grade > GRADE:
            yield Trouble(
                version.first,
                f"the {version.name} reads at grade {grade}",
                "shorten the sentences and take plain words: one thought a sentence",
            )
