"""Everything a payer sends comes in by one way, whatever form it has."""

from __future__ import annotations

import json
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from assistant.chains.incoming.papers import with_paper
from assistant.chains.incoming.take_in import Said, denied_claims, is_records, kept_with_case, take_in, words_of
from assistant.domain.errors import BadInput, NotFound
from assistant.domain.incoming import Paper
from assistant.readers.read import read_records

TODAY = date(2026, 11, 22)
SAMPLE = Path(str(files("corpus") / "samples" / "osa_appeal"))
REMITTANCE = (SAMPLE / "remittance.835").read_bytes()
LETTER = (
    b"Brightsmile Dental\nExplanation of benefits  Date: 10/05/2026\nClaim number: BSD-773120\n"
    b"09/14/2026  D2740  #30  Crown  $1,250.00  $0.00  CO 50\n"
)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
FHIR = {
    "resourceType": "ExplanationOfBenefit",
    "id": "eob-1",
    "status": "active",
    "type": {"coding": [{"code": "oral"}]},
    "use": "claim",
    "outcome": "complete",
    "created": "2026-10-05",
    "insurer": {"display": "Brightsmile Dental"},
    "item": [
        {
            "sequence": 1,
            "productOrService": {"coding": [{"system": "http://www.ada.org/cdt", "code": "D2740"}]},
            "servicedDate": "2026-09-14",
            "net": {"value": 1250.00, "currency": "USD"},
            "adjudication": [
                {"category": {"coding": [{"code": "benefit"}]}, "amount": {"value": 0, "currency": "USD"}},
            ],
        }
    ],
}


def two_claims() -> bytes:
    """The sample with its claim written twice under another number."""
    text = REMITTANCE.decode()
    start, end = text.index("CLP*"), text.index("SE*")
    second = text[start:end].replace("CH-20931", "CH-20932").replace("NL2609-44810", "NL2609-44811")
    return (text[:end] + second + text[end:]).encode()


def test_a_remittance_with_one_denied_claim_needs_no_number() -> None:
    note = Paper("sleep.txt", (SAMPLE / "sleep-test.txt").read_bytes())
    found = take_in([Paper("july.835", REMITTANCE), note, Paper("pano.png", PNG)], Said(), today=TODAY)
    assert found.case is not None
    assert [(each.name, each.form, each.kept) for each in found.papers] == [
        ("july.835", "records", True),
        ("sleep.txt", "note", True),
        ("pano.png", "picture", True),
    ]
    assert [each.kind for each in found.case.attachments] == ["sleep_study", "photograph"]
    assert any("pano.png is a picture" in each for each in found.warnings)
    (line,) = [each.line for each in found.read if each.field == "claim.lines.1.code"]
    assert "SVC*HC:E0486" in line


def test_of_several_denied_claims_one_is_to_be_named() -> None:
    paper = Paper("july.835", two_claims())
    found = take_in([paper], Said(), today=TODAY)
    assert found.case is None
    assert [each.number for each in found.choices] == ["NL2609-44810", "NL2609-44811"]
    named = take_in([paper], Said(claim="CH-20932"), today=TODAY)
    assert named.case is not None
    assert not named.papers[0].kept
    assert not kept_with_case(paper)
    with pytest.raises(NotFound):
        take_in([paper], Said(claim="NONE-1"), today=TODAY)


def test_a_letter_says_what_is_still_to_be_asked() -> None:
    found = take_in([Paper("letter.txt", LETTER)], Said(), today=TODAY)
    assert found.case is not None
    assert found.case.denials[0].payer_claim_number == "BSD-773120"
    assert {"plan_funding", "denials.0.received", "documents"} <= {each.field for each in found.questions}
    told = Said(payer="Metro PPO", funding="insured", received=TODAY)
    note = Paper("note.txt", b"#30 crown fractured, recurrent decay")
    assert not {"plan_funding", "denials.0.received", "documents", "claim.payer"} & {
        each.field for each in take_in([Paper("letter.txt", LETTER), note], told, today=TODAY).questions
    }


def test_fhir_is_told_by_its_content() -> None:
    found = take_in([Paper("answer.dat", json.dumps(FHIR).encode())], Said(), today=TODAY)
    assert found.case is not None
    assert found.case.claim.lines[0].code == "D2740"
    assert found.papers[0].form == "records"
    assert "claim.lines.0.code" in {each.field for each in found.read}


REFUSED = {
    "a remittance that denies nothing": (b"ISA", "denies no line"),
    "a web page of FHIR": (b'<?xml version="1.0"?><Claim/>', "XML"),
    "words without a code": (b"we deny this", "no procedure code"),
    "a picture": (PNG, r"\w"),
    "a damaged PDF": (b"%PDF-1.4 broken", "damaged"),
    "nothing": (b"", r"\w"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_become_a_case_is_refused_with_its_reason(what: str) -> None:
    content, told = REFUSED[what]
    if content == b"ISA":
        paid = REMITTANCE.decode()
        head, *claims = paid.split("CLP*")
        content = (head + "".join(f"CLP*{c}" for c in claims).replace("*CO*50", "*CO*45")).encode()
        content = content.replace(b"CAS*PR", b"CAS*CO")
    with pytest.raises(BadInput, match=told):
        take_in([Paper("file", content)], Said(), today=TODAY)


@pytest.mark.parametrize(
    ("content", "expected"),
    [(b"\xef\xbb\xbf ISA*00", True), (b'\n{"a": 1}', True), (b"[{}]", True), (b"<html>", False), (LETTER, False)],
)
def test_files_for_machines_are_told_from_letters(content: bytes, expected: bool) -> None:
    assert is_records(content) is expected


def test_words_are_laid_out_for_eyes() -> None:
    assert words_of(Paper("a.835", REMITTANCE)).count("\n") > 20
    assert words_of(Paper("a.json", b'{"a": {"b": 1}}')).splitlines()[1] == ' "a": {'
    assert words_of(Paper("a.json", b"{not json")) == "{not json"
    assert words_of(Paper("a.png", PNG)) == ""


def test_eligibility_answers_have_no_denied_claims() -> None:
    assert denied_claims(read_records(json.dumps(FHIR).encode(), "a.json")) == ()


def test_a_paper_replaces_one_of_its_name_and_a_picture_is_not_read() -> None:
    case = take_in([Paper("letter.txt", LETTER)], Said(), today=TODAY).case
    assert case is not None
    noted = with_paper(case, Paper("n.txt", b"Dear doctor, crown broke"), day="2026-07-01", tooth="30")
    assert (noted.documents[-1].kind, noted.attachments[-1].tooth) == ("letter", "30")
    again = with_paper(noted, Paper("n.txt", b"x"), kind="order")
    assert [each.kind for each in again.documents] == ["denial_letter", "order"]
    shown = with_paper(again, Paper("n.txt", PNG), kind="photograph")
    assert [each.file for each in shown.documents] == ["letter.txt"]
    assert shown.attachments[-1].kind == "photograph"
    with pytest.raises(BadInput, match="date or the tooth"):
        with_paper(case, Paper("n.txt", b"x"), day="July")


HEADED = (
    b"HARBOR PINE BENEFIT TRUST\nP.O. Box 5512, Duluth MN 55802\n\nOctober 19, 2026\n\nMaple Street Dental\n"
    b"44 Maple Street\nAnoka MN 55303\n\nMember: Ottoline R. Hask\n\n"
    b"D2740 tooth 19, $1,425.00\nD2950 tooth 19, $310.00\n\nReason code: CO-252\n"
)


def test_payer_of_a_letterhead_is_only_asked_and_the_office_is_proposed_with_its_place() -> None:
    found = take_in([Paper("letter.txt", HEADED)], Said(), today=TODAY)
    assert found.case is not None
    places = {each.field: (each.value, each.line) for each in found.read}
    assert found.case.claim.payer is None
    assert places["practice.name"] == ("Maple Street Dental", "Maple Street Dental")
    assert places["practice.address"] == ("44 Maple Street, Anoka MN 55303", "44 Maple Street")
    asked = {each.field: each.text for each in found.questions}
    assert asked["claim.payer"].startswith("Is Harbor Pine Benefit Trust the payer?")
    assert asked["denials.0.line"] == "Which line does CARC 252 belong to?"


@pytest.mark.parametrize("head", [b"Your health benefits summary", b"MERROW ORAL HEALTH GROUP"])
def test_a_head_that_no_table_knows_is_no_payer(head: bytes) -> None:
    found = take_in([Paper("letter.txt", HEADED.replace(b"HARBOR PINE BENEFIT TRUST", head))], Said(), today=TODAY)
    assert found.case is not None
    assert found.case.claim.payer is None
    assert "claim.payer" in {each.field for each in found.questions}


def test_a_letter_to_the_member_names_no_practice() -> None:
    letter = HEADED.replace(b"Maple Street Dental\n", b"Ottoline R. Hask\n")
    found = take_in([Paper("letter.txt", letter)], Said(), today=TODAY)
    assert found.case is not None
    assert found.case.practice.name is None


def test_the_payers_number_is_its_identifier_and_no_id_of_the_server() -> None:
    numbered = {**FHIR, "identifier": [{"value": "QM-88301"}]}
    for content, number in ((numbered, "QM-88301"), (FHIR, None)):
        found = take_in([Paper("eob.json", json.dumps(content).encode())], Said(), today=TODAY)
        assert found.case is not None
        assert found.case.denials[0].payer_claim_number == number


def test_a_note_of_an_answer_is_said_of_the_line_that_it_speaks_of() -> None:
    item = json.loads(json.dumps(FHIR))["item"][0]
    second = {**item, "sequence": 2, "productOrService": {"coding": [{"code": "D4910"}]}}
    notes = [{"number": 1, "text": "Periodontal maintenance is paid twice a year."}]
    content = {**FHIR, "item": [item, second], "processNote": notes, "disposition": "Processed in part"}
    found = take_in([Paper("eob.json", json.dumps(content).encode())], Said(), today=TODAY)
    assert found.case is not None
    assert [each.text for each in found.case.denials] == [None, "Periodontal maintenance is paid twice a year."]
