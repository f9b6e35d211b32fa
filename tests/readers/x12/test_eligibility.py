"""271: what is stated of dental benefits, what is not stated, and answers that are no answer."""

from decimal import Decimal
from pathlib import Path

import pytest

from assistant.domain.records import EligibilityResponse
from assistant.readers.read import read_records

OWN = Path(__file__).parents[1] / "samples" / "own"
DENTAL = (OWN / "dental.271").read_text(encoding="utf-8")


def answer(text: str = DENTAL) -> EligibilityResponse:
    record = read_records(text.encode("utf-8"), "dental.271")
    assert isinstance(record, EligibilityResponse)
    return record


def test_the_first_patient_stands_at_the_top() -> None:
    record = answer()
    assert (record.payer, record.patient, record.member_id) == ("NORTHLAKE DENTAL", "JORDAN SAMPLE", "W900100200")
    assert (record.relationship, record.trace, record.plan_begin_346) == ("subscriber", "ELIG-1", "20260101")
    assert record.benefits == record.members[0].benefits
    assert record.members[0].group == "GRP77"


def test_maximum_deductible_and_shares() -> None:
    stated = {
        (one.info, one.time_period, one.coverage_level): one.amount.text
        for one in answer().benefits
        if one.amount is not None
    }
    assert stated == {
        ("F", "23", "IND"): "1500",
        ("F", "29", "IND"): "640",
        ("C", "23", "IND"): "50",
        ("C", "29", "IND"): "0",
        ("C", "23", "FAM"): "150",
    }
    shares = [(one.service_types, one.percent.text) for one in answer().benefits if one.percent is not None]
    assert shares == [(("23", "41"), "0"), (("25", "26", "40"), ".2"), (("36", "39"), ".5")]


def test_frequencies_by_procedure() -> None:
    frequencies = {
        one.procedure.code: (one.deliveries[0].meaning, one.quantity.text if one.quantity else None)
        for one in answer().benefits
        if one.procedure and one.deliveries
    }
    assert frequencies == {
        "D1110": ("2 visits per 1 calendar year", "2"),
        "D0210": ("1 visit per 5 years", "1"),
        "D2740": ("1 visit per 84 months", "1"),
    }


def test_messages_history_and_age() -> None:
    by_code = {one.procedure.code: one for one in answer().benefits if one.procedure}
    assert by_code["D1110"].messages == ("SHARED WITH D4910",)
    assert by_code["D1110"].dates[0].date == "20260512"
    assert (by_code["D1351"].quantity_qualifier, by_code["D1351"].quantity) == ("S7", Decimal(14))


def test_words_for_a_statement() -> None:
    meanings = [one.meaning for one in answer().benefits]
    assert meanings[1] == "limitation; 1500; per calendar year; dental care; individual; in network"
    assert meanings[2] == "limitation; 640; remaining; dental care; individual; in network"
    assert "co-insurance, the patient's share; 20 %; restorative, endodontics, oral surgery" in meanings[7]
    assert meanings[6].startswith("co-insurance, the patient's share; 0 %")


def test_what_a_full_answer_leaves_unsaid() -> None:
    assert answer().not_stated == ("alternate benefit or downgrade",)
    assert answer().dental_active is True


def test_a_dependent_has_the_subscriber_number() -> None:
    child = answer().members[1]
    assert (child.patient, child.relationship, child.member_id) == ("SKY SAMPLE", "dependent", "W900100200")
    assert child.trace == "ELIG-2"
    assert child.subscriber is not None
    assert {"annual maximum", "remaining annual maximum", "deductible"} <= set(child.not_stated)
    assert "orthodontic lifetime maximum" not in child.not_stated
    assert "several_members" in {one.code for one in answer().warnings}


@pytest.mark.parametrize(
    ("line", "item"),
    [
        ("EB*1**35*C1*PPO 1500~", "whether dental care (service type 35) is active"),
        ("EB*F*IND*35***23*1500*****Y~", "annual maximum"),
        ("EB*F*IND*35***29*640*****Y~", "remaining annual maximum"),
        ("EB*C*IND*35***29*0*****Y~", "remaining deductible"),
        ("EB*I**38~", "orthodontic lifetime maximum"),
        ("DTP*304*D8*20260512~", "date of last service (history)"),
        ("EB*F*IND*41******S7*14**Y*AD:D1351~", "age limits"),
    ],
)
def test_a_statement_that_is_taken_away_is_not_stated(line: str, item: str) -> None:
    assert line in DENTAL
    assert item not in answer().not_stated
    assert item in answer(DENTAL.replace(line + "\n", "", 1)).not_stated


def test_an_answer_without_a_patient() -> None:
    start, end = DENTAL.index("HL*3*2*22*1"), DENTAL.index("SE*")
    record = answer(DENTAL[:start] + DENTAL[end:])
    assert (record.payer, record.patient, record.benefits) == ("NORTHLAKE DENTAL", None, ())
    assert "no_member" in {one.code for one in record.warnings}


def test_a_delivery_without_a_number() -> None:
    record = answer(DENTAL.replace("HSD*VS*2***23*1", "HSD*VS****32"))
    assert next(one.meaning for each in record.benefits for one in each.deliveries) == "visits per lifetime"


def test_medical_benefits_say_nothing_of_dental_ones() -> None:
    medical = DENTAL.replace("*35***23*1500", "*30***23*1500")
    assert "annual maximum" in answer(medical).not_stated


@pytest.mark.parametrize(("info", "active"), [("1", True), ("6", False), ("I", False), ("V", None)])
def test_whether_dental_care_is_active(info: str, active: bool | None) -> None:
    assert answer(DENTAL.replace("EB*1**35*C1", f"EB*{info}**35*C1", 1)).dental_active is active


def test_a_rejected_request_states_nothing() -> None:
    record = answer((OWN / "rejected.271").read_text(encoding="utf-8"))
    assert record.members[0].rejections[0].reason == "75"
    assert (record.benefits, record.not_stated, record.dental_active) == ((), (), None)
    assert [one.code for one in record.warnings] == ["request_rejected"]
    assert "no statement about coverage" in record.warnings[0].message


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("*23^41*", "*23|41*", "unreadable_code"),
        ("*****.2****Y", "*****20****Y", "odd_percent"),
        ("***23*1500*", "***23*1500USD*", "unreadable_amount"),
        ("EB*D**36", "EB*QQ**36", "unknown_benefit"),
        ("HL*4*3*23*0", "HL*4*3*23*0~\nXYZ*1", "unexpected_segment"),
        ("DTP*346*D8*20260101", "DTP*346*D8*20260199", "bad_date"),
        ("MSG*SHARED WITH D4910", "AAA*N**72*C", "request_rejected"),
    ],
)
def test_what_is_off_is_flagged(old: str, new: str, code: str) -> None:
    assert old in DENTAL
    assert code in {one.code for one in answer(DENTAL.replace(old, new, 1)).warnings}
