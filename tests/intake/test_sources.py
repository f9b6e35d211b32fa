"""Cases of FHIR answers and of letters; what a payer asks for; papers of another patient. All names are invented."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assistant.domain.case import Case, CaseDocument
from assistant.domain.claim import Claim
from assistant.domain.errors import BadInput, NotFound
from assistant.domain.fact import EnteredFact
from assistant.intake.addresses import address_in, appeals_address
from assistant.intake.from_letter import case_from_letter
from assistant.intake.from_records import case_from_records
from assistant.intake.kinds import kind_of
from assistant.intake.places_given import with_places
from assistant.intake.records_request import items_asked, stated_window
from assistant.intake.strangers import foreign_parts
from assistant.readers.read import read_records

TODAY = date(2026, 11, 22)
EOB = """BRIGHTSMILE DENTAL
Explanation of Benefits                          October 12, 2026
Patient: Dana Reyes        Member ID: BSD8841200
Claim number: BS-771203

09/28/2026       D2740      #30    $1,400.00  $0.00    $0.00    CO-50
09/28/2026       D2950      #30    $310.00    $0.00    $0.00    CO-97

This service is denied because the records do not show loss of a cusp.
To appeal, write within 180 days to Brightsmile Dental Appeals, PO Box 2271, Fennick, OH 00622.
"""


def answer(**changes: Any) -> bytes:
    money = [
        {"category": {"coding": [{"code": "submitted"}]}, "amount": {"value": 1400, "currency": "USD"}},
        {
            "category": {"coding": [{"code": "benefit"}]},
            "reason": {"coding": [{"code": "50"}]},
            "amount": {"value": 0, "currency": "USD"},
        },
    ]
    item = {
        "sequence": 1,
        "productOrService": {"coding": [{"code": "D2740"}]},
        "servicedDate": "2026-09-28",
        "net": {"value": 1400, "currency": "USD"},
        "adjudication": money,
    }
    resource = {
        "resourceType": "ExplanationOfBenefit",
        "id": "EOB-1",
        "status": "active",
        "outcome": "complete",
        "created": "2026-10-12",
        "insurer": {"display": "Brightsmile Dental"},
        "claim": {"reference": "Claim/C-77"},
        "item": [item],
    }
    return json.dumps(resource | changes).encode()


def test_a_fhir_answer_that_pays_nothing_is_a_denial() -> None:
    case = case_from_records(read_records(answer(), "eob.json"), None, today=TODAY, funding="insured")
    (denial,) = case.denials
    (line,) = case.claim.lines
    assert (line.code, line.date_of_service, line.fee) == ("D2740", date(2026, 9, 28), Decimal(1400))
    assert (denial.carc, denial.date, denial.line) == ("50", date(2026, 10, 12), line.id)
    assert (case.claim.lane, case.claim.payer, case.plan_funding) == ("dental", "Brightsmile Dental", "insured")


def test_an_error_of_processing_is_no_denial() -> None:
    broken = answer(outcome="error", item=[], error=[{"code": {"coding": [{"code": "a002"}]}}])
    with pytest.raises(BadInput):
        case_from_records(read_records(broken, "eob.json"), None, today=TODAY)
    with pytest.raises(NotFound):
        case_from_records(read_records(answer(), "eob.json"), "another", today=TODAY)


def test_a_letter_gives_lines_denials_and_identifiers() -> None:
    case = case_from_letter("eob.txt", EOB, today=TODAY)
    lines = [(line.code, line.tooth, line.fee) for line in case.claim.lines]
    assert lines == [("D2740", "30", Decimal("1400.00")), ("D2950", "30", Decimal("310.00"))]
    assert [(d.group, d.carc, d.line, d.payer_claim_number) for d in case.denials] == [
        ("CO", "50", "1", "BS-771203"),
        ("CO", "97", "2", "BS-771203"),
    ]
    assert {fact.key: fact.value for fact in case.facts} == {"patient_name": "Dana Reyes", "member_id": "BSD8841200"}
    assert appeals_address(case) == ("Brightsmile Dental Appeals, PO Box 2271, Fennick, OH 00622", case.documents[0])


def test_a_letter_without_a_code_is_refused() -> None:
    with pytest.raises(BadInput, match="no procedure code"):
        case_from_letter("note.txt", "Dear dentist, your claim was denied.", today=TODAY)


def test_places_are_added_to_the_line_that_is_meant() -> None:
    case = case_from_letter("eob.txt", EOB, today=TODAY)
    placed = with_places(case, {"tooth": ["D2950=31"], "surfaces": ["1=MO"]})
    assert [(line.tooth, line.surfaces) for line in placed.claim.lines] == [("30", "MO"), ("31", None)]
    with pytest.raises(BadInput, match="not clear which line"):
        with_places(case, {"tooth": ["14"]})


REQUEST = """October 30, 2026
Claim Review, PO Box 4420, Port Merrow, MI 00410
We need the following records within 45 days of the date of this letter:
1. Periapical radiograph of tooth 30
2. Periodontal chart
"""


def test_a_request_for_records_is_read_item_by_item() -> None:
    assert kind_of(REQUEST) == "letter"
    paper = CaseDocument(id="r", kind="letter", text=REQUEST)
    items = items_asked(Case(claim=Claim(lane="dental"), documents=(paper,)))
    assert [(item.quote, item.kinds, item.teeth) for item in items] == [
        ("Periapical radiograph of tooth 30", ("periapical",), ("30",)),
        ("Periodontal chart", ("perio_chart",), ()),
    ]
    window = stated_window(paper)
    assert window is not None
    assert (window.value, window.counts_from) == (45, "letter")
    assert address_in(paper) == "Claim Review, PO Box 4420, Port Merrow, MI 00410"


@pytest.mark.parametrize("other", ["Patient: Morris Quill", "Pt: Morris Quill", "Name: Quill, Morris  DOB 01/02/1950"])
def test_parts_of_another_patient_end_where_the_own_name_stands_again(other: str) -> None:
    text = f"Patient: Dana Reyes\nPain.\n{other}\nAbscess.\nPatient: D. Reyes\nHealed.\n"
    named = EnteredFact(key="patient_name", value="Dana Reyes", who="front desk", when=TODAY)
    paper = CaseDocument(id="d1", kind="chart_note", text=text)
    case = Case(claim=Claim(lane="dental"), documents=(paper,), facts=(named,))
    ((start, end),) = foreign_parts(case)["d1"]
    assert "Abscess" in text[start:end]
    assert "Pain" not in text[start:end]
    assert "Healed" not in text[start:end]
    assert foreign_parts(Case(claim=Claim(lane="dental"))) == {}


def test_a_name_without_a_date_of_birth_may_be_anyones() -> None:
    named = EnteredFact(key="patient_name", value="Dana Reyes", who="front desk", when=TODAY)
    paper = CaseDocument(id="d1", kind="order", text="Order for Dana Reyes.\nName: Tobias Renn, MD\nSigned.\n")
    assert foreign_parts(Case(claim=Claim(lane="dental"), documents=(paper,), facts=(named,))) == {}
