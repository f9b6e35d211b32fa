"""FHIR resources: totals that contradict, errors that are no denial, JSON that is refused."""

import copy
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assistant.domain.errors import BadInput
from assistant.domain.records import (
    FhirClaim,
    FhirClaimResponse,
    FhirEligibility,
    FhirExplanationOfBenefit,
    Records,
    SeveralRecords,
)
from assistant.readers.read import JSON_LIMIT, read_records

FHIR = Path(__file__).parents[1] / "samples" / "fhir"


def concept(code: str, system: str = "") -> dict[str, Any]:
    return {"coding": [{"code": code, **({"system": system} if system else {})}]}


def usd(value: float) -> dict[str, Any]:
    return {"value": value, "currency": "USD"}


CLAIM: dict[str, Any] = {
    "resourceType": "Claim",
    "id": "c1",
    "identifier": [{"value": "PT1"}],
    "status": "active",
    "use": "claim",
    "type": concept("oral"),
    "patient": {"reference": "Patient/1"},
    "diagnosis": [{"sequence": 1, "diagnosisCodeableConcept": concept("K02.63", "http://hl7.org/fhir/sid/icd-10-cm")}],
    "insurance": [{"coverage": {"reference": "Coverage/1"}}],
    "item": [
        {
            "sequence": 1,
            "productOrService": concept("D2392", "http://www.ada.org/cdt"),
            "servicedDate": "2026-11-12",
            "quantity": {"value": 2},
            "unitPrice": usd(120.25),
            "net": usd(240.5),
            "bodySite": concept("19", "urn:oid:universal-tooth"),
            "subSite": [concept("M"), concept("O")],
            "modifier": [concept("22")],
        }
    ],
    "total": usd(240.5),
}

ANSWER: dict[str, Any] = {
    "resourceType": "ClaimResponse",
    "id": "r1",
    "status": "active",
    "use": "claim",
    "outcome": "complete",
    "request": {"reference": "Claim/c1"},
    "item": [
        {
            "itemSequence": 1,
            "noteNumber": [1],
            "adjudication": [
                {"category": concept("submitted"), "amount": usd(240.5)},
                {"category": concept("eligible"), "amount": usd(200)},
                {"category": concept("deductible"), "amount": usd(50)},
                {"category": concept("eligpercent"), "value": 80},
                {"category": concept("benefit"), "amount": usd(120), "reason": concept("ar002")},
            ],
        }
    ],
    "total": [
        {"category": concept("submitted"), "amount": usd(240.5)},
        {"category": concept("benefit"), "amount": usd(120)},
    ],
    "payment": {"type": concept("complete"), "date": "2026-12-01", "amount": usd(120)},
    "processNote": [{"number": 1, "text": "Deductible taken"}],
}

ELIGIBILITY: dict[str, Any] = {
    "resourceType": "CoverageEligibilityResponse",
    "status": "active",
    "purpose": ["benefits"],
    "outcome": "complete",
    "insurance": [
        {
            "inforce": True,
            "coverage": {"reference": "Coverage/1"},
            "item": [
                {
                    "category": concept("35"),
                    "term": concept("annual"),
                    "benefit": [
                        {"type": concept("benefit"), "allowedMoney": usd(1500), "usedMoney": usd(860)},
                        {"type": concept("deductible"), "allowedMoney": usd(50)},
                        {"type": concept("copay-percent"), "allowedUnsignedInt": 20},
                        {"type": concept("visit"), "allowedUnsignedInt": 2},
                        {"type": concept("vision-glasses"), "allowedString": "none"},
                    ],
                }
            ],
        }
    ],
}


EXAMPLE_CODE = concept("D2392", "http://terminology.hl7.org/CodeSystem/ex-USCLS")
FDI_TOOTH = concept("19", "http://terminology.hl7.org/CodeSystem/ex-tooth")
DETAIL = {"productOrService": concept("D2391"), "net": usd(100)}


CLAIM_ITEM = {"sequence": 1, "productOrService": concept("D2392"), "net": usd(240.5)}


def read(resource: Any) -> Records:
    return read_records(json.dumps(resource).encode())


def changed(resource: dict[str, Any], change: Callable[[dict[str, Any]], object]) -> Records:
    made = copy.deepcopy(resource)
    change(made)
    return read(made)


def codes(record: Records) -> list[str]:
    return [one.code for one in record.warnings]


def test_a_claim_that_adds_up() -> None:
    record = read(CLAIM)
    assert isinstance(record, FhirClaim)
    assert codes(record) == []
    line = record.lines[0]
    assert (line.code, line.net, line.quantity, line.tooth, line.tooth_system) == (
        "D2392",
        Decimal("240.5"),
        2,
        "19",
        "universal",
    )
    assert (line.surfaces, line.modifiers) == (("M", "O"), ("22",))
    assert (record.claim_id, record.total, record.balances, record.diagnoses) == (
        "PT1",
        Decimal("240.5"),
        True,
        ("K02.63",),
    )


def set_path(*path: str | int, value: Any) -> Callable[[dict[str, Any]], object]:
    def change(resource: dict[str, Any]) -> None:
        node: Any = resource
        for step in path[:-1]:
            node = node[step]
        node[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (set_path("total", "value", value=240.51), ["total_differs"]),
        (set_path("item", 0, "net", "value", value=240), ["total_differs", "total_differs"]),
        (set_path("item", 0, "productOrService", value=concept("1200")), ["placeholder_code"]),
        (set_path("item", 0, "productOrService", value=EXAMPLE_CODE), ["placeholder_code"]),
        (set_path("item", 0, "productOrService", value={}), ["missing_procedure"]),
        (set_path("item", 0, "bodySite", value=concept("36")), ["tooth_system"]),
        (set_path("item", 0, "bodySite", value=concept("19")), ["tooth_system"]),
        (set_path("item", 0, "bodySite", value=FDI_TOOTH), ["tooth_system"]),
        (set_path("item", 0, "servicedDate", value="2026-02-30"), ["bad_date"]),
        (set_path("item", 0, "net", "value", value="240.50"), ["unreadable_amount"]),
        (set_path("item", 0, "net", "currency", value="CAD"), ["currency"]),
        (set_path("item", 0, "detail", value=[DETAIL]), ["total_differs"]),
        (set_path("item", value=[]), ["no_lines"]),
        (set_path("item", value="none"), ["wrong_type", "no_lines"]),
        (set_path("item", value=["none"]), ["wrong_type", "no_lines"]),
        (set_path("diagnosis", 0, "diagnosisCodeableConcept", value=concept("123456")), ["placeholder_code"]),
        (set_path("diagnosis", 0, value={}), ["missing_diagnosis"]),
        (set_path("id", value=5), ["wrong_type"]),
        (set_path("patient", value=[1]), ["wrong_type"]),
        (set_path("id", value=[1]), ["wrong_type"]),
        (set_path("item", 0, "sequence", value=1.5), ["wrong_type"]),
        (set_path("item", value=CLAIM_ITEM), ["wrong_type"]),
    ],
)
def test_what_is_off_in_a_claim_is_flagged(change: Callable[[dict[str, Any]], object], expected: list[str]) -> None:
    assert codes(changed(CLAIM, change)) == expected


def test_an_answer_that_adds_up() -> None:
    record = read(ANSWER)
    assert isinstance(record, FhirClaimResponse)
    assert codes(record) == []
    assert (record.total_submitted, record.total_benefit, record.payment) == (Decimal("240.5"), 120, 120)
    assert (record.claim, record.denied, record.notes, record.payment_date) == (
        "Claim/c1",
        False,
        ("Deductible taken",),
        "2026-12-01",
    )
    assert record.lines[0].sequence == 1
    assert record.lines[0].notes == (1,)
    assert record.lines[0].adjudications[4].reason == "ar002"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (set_path("total", 1, "amount", "value", value=121), ["total_differs", "total_differs"]),
        (set_path("total", 0, "amount", "value", value=240), ["total_differs"]),
        (set_path("payment", "amount", "value", value=100), ["total_differs"]),
        (set_path("payment", "adjustment", value=usd(20)), ["total_differs"]),
        (set_path("item", 0, "adjudication", 3, "value", value=50), ["benefit_differs"]),
        (set_path("item", 0, "adjudication", 1, "amount", "value", value=100), ["benefit_exceeds"]),
        (set_path("outcome", value="partial"), ["not_final"]),
        (set_path("outcome", value="queued"), ["not_final"]),
        (set_path("outcome", value="error"), ["processing_error_not_denial"]),
        (lambda made: made.pop("outcome"), ["missing_outcome"]),
    ],
)
def test_what_is_off_in_an_answer_is_flagged(change: Callable[[dict[str, Any]], object], expected: list[str]) -> None:
    assert codes(changed(ANSWER, change)) == expected


def test_odd_types_in_an_answer_and_an_eligibility_are_flagged() -> None:
    assert codes(changed(ANSWER, set_path("item", 0, "noteNumber", value=1))) == ["wrong_type"]
    assert "wrong_type" in codes(changed(ELIGIBILITY, set_path("purpose", value="benefits")))
    assert "wrong_type" in codes(changed(ELIGIBILITY, set_path("insurance", 0, "inforce", value="yes")))


def test_an_answer_without_terms_is_not_judged_by_them() -> None:
    def only_benefit(made: dict[str, Any]) -> None:
        made["item"][0]["adjudication"] = [{"category": concept("benefit"), "amount": usd(120)}]
        made["total"].append({"category": concept("copay")})

    assert codes(changed(ANSWER, only_benefit)) == []

    def without_percent(made: dict[str, Any]) -> None:
        del made["item"][0]["adjudication"][3]

    assert codes(changed(ANSWER, without_percent)) == []


def test_a_payment_less_its_adjustment_adds_up() -> None:
    def hold_back(made: dict[str, Any]) -> None:
        made["payment"] = {"amount": usd(100), "adjustment": usd(20)}

    assert codes(changed(ANSWER, hold_back)) == []


def test_an_explanation_with_nothing_granted_is_a_denial_only_when_complete() -> None:
    made = copy.deepcopy(ANSWER)
    made.update(resourceType="ExplanationOfBenefit", total=[{"category": concept("benefit"), "amount": usd(0)}])
    del made["item"], made["payment"]
    complete = read(made)
    assert isinstance(complete, FhirExplanationOfBenefit)
    assert complete.denied is True
    made["outcome"] = "error"
    failed = read(made)
    assert isinstance(failed, FhirExplanationOfBenefit)
    assert failed.denied is None
    assert "no denial" in failed.warnings[0].message


def test_a_sample_error_is_no_denial() -> None:
    record = read_records((FHIR / "ClaimResponse-R3501.json").read_bytes())
    assert isinstance(record, FhirClaimResponse)
    assert (record.denied, record.total_benefit, record.payment) == (None, None, None)


def test_eligibility_states_what_it_states() -> None:
    record = read(ELIGIBILITY)
    assert isinstance(record, FhirEligibility)
    benefit = record.benefits[0]
    assert (benefit.benefit, benefit.benefit_used, benefit.deductible) == (1500, 860, 50)
    assert (benefit.copay_percent, benefit.visits, benefit.copay) == (20, 2, None)
    assert [(one.type, one.allowed) for one in benefit.other] == [("vision-glasses", "none")]
    assert record.not_stated == (
        "age limits",
        "waiting periods",
        "missing tooth clause",
        "alternate benefit or downgrade",
        "orthodontic lifetime maximum",
    )


def test_a_medical_category_states_nothing_of_dental_care() -> None:
    record = changed(ELIGIBILITY, set_path("insurance", 0, "item", 0, "category", value=concept("30")))
    assert isinstance(record, FhirEligibility)
    assert {"dental care (category 35)", "annual maximum", "deductible"} <= set(record.not_stated)


def test_whether_a_coverage_is_in_force_is_not_guessed() -> None:
    record = changed(ELIGIBILITY, lambda made: made["insurance"][0].pop("inforce"))
    assert isinstance(record, FhirEligibility)
    assert record.inforce is None
    both = changed(ELIGIBILITY, lambda made: made["insurance"].append({"inforce": False}))
    assert "several_coverages" in codes(both)


def test_numbers_print_as_numbers_without_losing_a_digit() -> None:
    exact = b'{"resourceType": "Claim", "item": [], "total": {"value": 12345678901.123456789}}'
    assert '"total":"12345678901.123456789"' in read_records(exact).model_dump_json()
    plain = b'{"resourceType": "Claim", "item": [], "total": {"value": 135.570}}'
    assert '"total":135.57' in read_records(plain).model_dump_json()
    power = b'{"resourceType": "Claim", "item": [], "total": {"value": 1.5e2}}'
    assert '"total":150' in read_records(power).model_dump_json()


def test_a_bundle_and_a_list_give_every_resource() -> None:
    bundle = {
        "resourceType": "Bundle",
        "entry": [{"resource": CLAIM}, {"resource": ANSWER}, {"resource": {"resourceType": "Patient"}}, {}],
    }
    record = read(bundle)
    assert isinstance(record, SeveralRecords)
    assert [getattr(one, "resource", "") for one in record.records] == ["Claim", "ClaimResponse"]
    assert codes(record) == ["unsupported_resource"]
    assert isinstance(read([CLAIM]), FhirClaim)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"resourceType": "Claim", ', "the JSON breaks"),
        ('{"resourceType": "Claim", "id": "a", "id": "b"}', "'id' stands twice"),
        ('{"resourceType": "Claim", "total": {"value": NaN}}', "NaN is not a number"),
        ('{"resourceType": "Claim", "total": {"value": -Infinity}}', "-Infinity is not a number"),
        ('{"resourceType": "Claim", "total": {"value": 1e999}}', "'1e999' is out of range"),
        ('{"resourceType": "Claim", "total": {"value": 1e-999}}', "out of range"),
        ('{"resourceType": "Claim", "total": {"value": ' + "9" * 5000 + "}}", "out of range"),
        ('{"a":' * 10_000, "nested deeper than 64"),
        ("[" * 100_000, "nested deeper than 64"),
        ('{"a": "' + '\\"' * 100_000, "the JSON breaks"),
        ("[" + "{}," * 200_000 + "{}]", "more than 200,000 objects"),
        ('{"resourceType": "Patient"}', "'Patient', which is not read"),
        ('{"resourceType": ["Claim"]}', "which is not read"),
        ('{"resourceType": "Bundle", "entry": 5}', "no resource"),
        ("{}", "'None', which is not read"),
        ("[]", "no resource"),
        ("[1, 2]", "no resource"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_fix(text: str, words: str) -> None:
    with pytest.raises(BadInput, match=words.replace("[", r"\[")) as refusal:
        read_records(text.encode())
    assert refusal.value.fix


def test_json_past_the_limit_is_refused_with_the_limit() -> None:
    with pytest.raises(BadInput, match="10 MB"):
        read_records(b"{" + b" " * JSON_LIMIT)


def test_half_characters_do_not_break_the_output() -> None:
    record = read_records(b'{"resourceType": "Claim", "id": "\\ud800x", "item": []}')
    assert '"id":"?x"' in record.model_dump_json()
