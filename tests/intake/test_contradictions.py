"""What two papers cannot both be right about."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.domain.case import Case
from assistant.domain.draft import Contradiction
from assistant.intake.contradictions import contradictions
from assistant.intake.facts import extract
from assistant.tables.playbooks import playbooks

PLAYBOOK = next(playbook for playbook in playbooks() if playbook.id == "osa_appliance")


def found(*texts: str, **said: Any) -> tuple[Contradiction, ...]:
    claim = {"lane": "medical", "lines": [{"id": "1", "code": "E0486", "date_of_service": "2026-08-18"}]}
    case = Case.model_validate(
        {
            "claim": claim | said.get("claim", {}),
            "documents": [{"id": f"d{n}", "kind": "chart_note", "text": text} for n, text in enumerate(texts, 1)],
            "facts": said.get("facts", ()),
        }
    )
    return contradictions(case, extract(case.documents, PLAYBOOK, entered=case.facts), PLAYBOOK)


def test_one_measurement_with_two_values() -> None:
    (conflict,) = found("AHI 12.1 events per hour.", "AHI 22.4 events per hour.")
    assert conflict.what == "ahi: 12.1 and 22.4"
    assert (conflict.a.document, conflict.a.quote) == ("d1", "AHI 12.1 events per hour.")
    assert (conflict.b.document, conflict.b.quote) == ("d2", "AHI 22.4 events per hour.")


@pytest.mark.parametrize(
    "texts",
    [
        ("AHI 22.4 events per hour.", "AHI of 22.40 events per hour."),
        ("Sleep test of 02/03/2024: AHI 12.", "Sleep test of 04/14/2026: AHI 22.4."),
        ("Upper 14 teeth, lower 13 teeth.",),
        ("No insomnia on 01/05/2026.", "Insomnia on 06/07/2026."),
        ("Insomnia on 01/05/2026.", "No insomnia on 03/07/2026.", "Insomnia again on 06/07/2026."),
        ("Insomnia on 01/05/2026.", "Insomnia resolved on 10/07/2026."),
        ("Insomnia on 01/05/2026.", "Insomnia has not resolved, 06/07/2026."),
        ("Daytime sleepiness.", "Daytime sleepiness."),
        ("Patient: Alva J. Merrick", "Patient: Merrick, Alva"),
        ("Patient: Alva Merrick", "Patient: A. Merrick"),
        ("DOB 06/17/1979", "Date of birth: June 17, 1979"),
        ("08/18/2026 Appliance delivered.",),
        ("Nothing at all.",),
        (),
    ],
    ids=repr,
)
def test_what_agrees(texts: tuple[str, ...]) -> None:
    assert found(*texts) == ()


def test_stated_and_denied() -> None:
    (conflict,) = found("The patient has insomnia.", "Denies insomnia.")
    assert conflict.what == "insomnia: stated and denied"


@pytest.mark.parametrize(
    "later",
    [
        "No insomnia on 06/07/2026.",
        "06/07/2026 Insomnia has resolved.",
        "06/07/2026 Patient denies insomnia.",
        "06/07/2026 Insomnia is no longer a problem.",
        "06/07/2026 Insomnia is gone.",
    ],
)
def test_a_later_note_before_the_service_denies_a_finding(later: str) -> None:
    (conflict,) = found("01/05/2026 Insomnia.", later)
    assert conflict.what == "insomnia: the later note says otherwise"
    assert (conflict.a.document, conflict.a.quote) == ("d1", "01/05/2026 Insomnia.")
    assert (conflict.b.document, conflict.b.quote) == ("d2", later)


def test_a_denial_of_a_service_that_is_still_to_come() -> None:
    line = {"id": "1", "code": "E0486"}
    (conflict,) = found("01/05/2026 Insomnia.", "06/07/2026 No insomnia.", claim={"lines": [line]})
    assert conflict.what == "insomnia: the later note says otherwise"


def test_delivery_on_another_day_than_the_service() -> None:
    (conflict,) = found("08/25/2026 Appliance delivered. Patient signed proof of delivery.")
    assert conflict.what == "date of service 2026-08-18 and delivery 2026-08-25"
    assert conflict.b.quote == "08/25/2026 Appliance delivered."


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Patient: Alva J. Merrick", "Patient: Dana Cole"),
        ("Patient: Alva Merrick", "Patient: Tom Merrick"),
        ("Patient name: Alva Merrick  DOB", "Patient: Dana Cole   Date of birth"),
    ],
)
def test_two_patients(first: str, second: str) -> None:
    (conflict,) = found(first, second)
    assert conflict.what.startswith("patient: ")
    assert (conflict.a.document, conflict.b.document) == ("d1", "d2")


def test_a_paper_of_another_patient_than_the_case() -> None:
    entered = {"key": "patient_name", "value": "Alva J Merrick", "who": "front desk", "when": "2026-11-20"}
    (conflict,) = found("Patient: Dana Cole", facts=[entered])
    assert conflict.a.document == "entered by front desk"
    assert conflict.b.quote == "Patient: Dana Cole"


def test_two_dates_of_birth() -> None:
    (conflict,) = found("DOB 06/17/1979", claim={"patient": {"birth_date": "1979-07-16"}})
    assert conflict.what == "date of birth: 1979-07-16 and 1979-06-17"


def test_a_tooth_that_no_paper_names() -> None:
    line = {"id": "1", "code": "D2740", "tooth": "18", "date_of_service": "2026-08-18"}
    (conflict,) = found("Crown on #19 seated.", claim={"lane": "dental", "lines": [line]})
    assert conflict.what == "tooth 18 on the claim and tooth 19 in the papers"
    assert conflict.b.quote == "Crown on #19 seated."
