"""A note in another language: nothing is read from it, it is kept, and what a person enters counts."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.domain.case import Case
from assistant.intake.case_facts import facts_of
from assistant.intake.intake_notes import intake_notes
from assistant.tables.note_languages import other_language
from assistant.tables.playbooks import playbooks

TMJ = next(book for book in playbooks() if book.id == "tmj_disorder")
NOTE = (
    "Paciente con dolor en la ATM del lado derecho desde hace 6 meses, 7/10. "
    "Apertura 28 mm. MRI 07/06/2026 sin anquilosis."
)


def case(*facts: dict[str, object]) -> Case:
    return Case.model_validate(
        {
            "claim": {"lane": "medical", "lines": [{"id": "1", "code": "D7880", "date_of_service": "2026-10-12"}]},
            "documents": [{"id": "nota", "kind": "chart_note", "text": NOTE, "file": "nota.txt"}],
            "facts": list(facts),
        }
    )


def test_nothing_is_read_and_it_is_said() -> None:
    made = case()
    facts = facts_of(made, TMJ, made.claim.lines[0])
    assert [fact for fact in facts if fact.span is not None and fact.span.document == "nota"] == []
    (told,) = (each for each in intake_notes(made, facts, known_family=True) if each.rule == "IN05")
    assert "nota.txt is written in Spanish: its facts could not be read" in told.message
    assert made.documents[0].text == NOTE


def test_what_a_person_enters_from_it_counts() -> None:
    made = case({"key": "max_opening", "value": "28", "who": "Lena Okafor", "when": date(2026, 11, 20)})
    (fact,) = (each for each in facts_of(made, TMJ, made.claim.lines[0]) if each.key == "max_opening")
    assert str(fact.value) == "28"
    assert fact.entered is not None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Douleur à gauche depuis six mois, avec bruit dans la mâchoire. La dent est sans carie.", "French"),
        ("Schmerzen links seit drei Monaten, der Zahn ist nicht vital und wurde heute geöffnet.", "German"),
        ("#30 MOD rec decay, bx sent, HTN, PA taken.", None),
        ("Seen in El Paso by Dr. Las Heras, no pain today.", None),
        ("", None),
    ],
)
def test_the_language_is_told_by_its_small_words(text: str, language: str | None) -> None:
    assert other_language(text) == language
