"""Cases from payers' papers as text: tables read by their headings, several reasons a line, one patient a case."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.domain.case import CaseDocument
from assistant.domain.errors import BadInput
from assistant.intake.from_letter import case_from_letter
from assistant.intake.letters import letter_day
from assistant.intake.strangers import names_in

LETTERS = Path(__file__).parent / "letters"
EXPECTED = yaml.safe_load((LETTERS / "expected.yaml").read_text(encoding="utf-8"))
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("expected", EXPECTED, ids=[each["file"] for each in EXPECTED])
def test_a_paper_is_read_by_its_headings(expected: dict[str, Any]) -> None:
    name = expected["file"]
    case = case_from_letter(name, (LETTERS / name).read_text(encoding="utf-8"), today=TODAY)
    claim = case.claim
    assert (claim.lane, claim.payer) == (expected["lane"], expected["payer"])
    assert claim.patient is not None
    assert claim.patient.birth_date == expected["born"]
    assert {fact.key: fact.value for fact in case.facts} == expected["facts"]
    lines = [[x.code, x.date_of_service, x.tooth, x.surfaces, x.area, str(x.fee)] for x in claim.lines]
    assert lines == expected["lines"]
    denials = [[d.line, d.group, d.carc, d.rarc, str(d.amount)] for d in case.denials]
    assert denials == expected["denials"]
    assert {d.date for d in case.denials} == {expected["notice"]}
    assert case.denials[-1].text == expected.get("words")


def test_two_patients_in_one_file_are_refused_without_their_names() -> None:
    with pytest.raises(BadInput) as refused:
        case_from_letter("two.txt", (LETTERS / "two_patients.txt").read_text(encoding="utf-8"), today=TODAY)
    assert "two patients (lines 2 and 6)" in refused.value.message
    assert "Ida" not in str(refused.value)
    assert "Otto" not in str(refused.value)


def test_who_holds_the_plan_is_no_second_patient() -> None:
    found = names_in("Member: Harald Brandt\nPatient: Signe Brandt\n")
    assert [match["name"] for match in found] == ["Signe Brandt"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Metro PPO\nOctober 2, 2026\n\nDear Doctor,", date(2026, 10, 2)),
        ("Service date: 09/15/2026\nNotice date: 10/02/2026", date(2026, 10, 2)),
        ("Processed on 10/02/2026. Date of service 09/15/2026.", date(2026, 10, 2)),
        ("Station Hill, October 2, 2026\n\nWe denied D2740.", date(2026, 10, 2)),
        ("Patient born 03/14/1992\nDate of service: 09/15/2026\nWe denied D2740.", None),
        ("Received: 09/22/2026\nWe denied D2740 of 09/15/2026.", None),
    ],
)
def test_the_day_of_a_letter_is_never_a_day_of_service_or_birth(text: str, day: date | None) -> None:
    assert letter_day(CaseDocument(id="letter", kind="denial_letter", text=text)) == day
