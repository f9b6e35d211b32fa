"""A case from a remittance: the denied line, the reason that refuses it, and what a remittance does not say."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import Any

import pytest

from assistant.domain.case import Case
from assistant.domain.errors import BadInput, NotFound
from assistant.domain.records import Remittance
from assistant.intake.from_remittance import case_from_remittance
from assistant.intake.kinds import kind_of
from assistant.readers.read import read_records

TEXT = (files("corpus") / "samples" / "osa_appeal" / "remittance.835").read_text(encoding="utf-8")


def read(text: str) -> Remittance:
    records = read_records(text.encode(), "remittance.835")
    assert isinstance(records, Remittance)
    return records


def made(text: str = TEXT, claim: str = "CH-20931", **said: Any) -> Case:
    return case_from_remittance(read(text), claim, today=date(2026, 11, 22), **said)


@pytest.mark.parametrize("number", ["CH-20931", "NL2609-44810"])
def test_the_claim_is_found_by_either_number(number: str) -> None:
    case = made(claim=number)
    assert case.claim.payer == "Northlake Health"
    assert [(line.id, line.code, line.fee) for line in case.claim.lines] == [
        ("1", "99203", Decimal("185.00")),
        ("2", "E0486", Decimal("3200.00")),
    ]
    (denial,) = case.denials
    assert (denial.line, denial.group, denial.carc, denial.rarc) == ("2", "CO", "50", "N661")
    assert (denial.claim_number, denial.payer_claim_number) == ("CH-20931", "NL2609-44810")
    assert denial.date == date(2026, 9, 14)


def test_names_are_written_as_in_letters() -> None:
    case = made()
    assert case.practice.name == "Cedar Hollow Dental Sleep"
    assert case.practice.address == "18 Alder Lane, Fenwick MI 00417"
    assert case.practice.signer == "Lena Okafor"
    entered = {fact.key: (fact.value, fact.who) for fact in case.facts}
    assert entered == {
        "patient_name": ("Alva J Merrick", "remittance"),
        "member_id": ("NLH447190208", "remittance"),
        "payer_address": ("PO Box 4410, Port Merrow MI 00410", "remittance"),
    }


def test_a_price_agreement_is_not_the_reason() -> None:
    both = TEXT.replace("CAS*CO*50*3200.00", "CAS*CO*45*2000.00**50*1200.00")
    (denial,) = made(both).denials
    assert (denial.carc, denial.amount) == ("50", Decimal("1200.00"))


def test_the_larger_of_two_reasons_is_answered() -> None:
    both = TEXT.replace("CAS*CO*50*3200.00", "CAS*CO*197*1200.00**50*2000.00")
    (denial,) = made(both).denials
    assert denial.carc == "50"


def test_diagnoses_are_read_from_the_notes_unless_given() -> None:
    notes = (("order.txt", "WRITTEN ORDER\nfor obstructive sleep apnea, G47.33"),)
    assert made(notes=notes).claim.diagnoses == ("G47.33",)
    assert made(notes=notes, diagnoses=("G47.30",)).claim.diagnoses == ("G47.30",)
    assert made().claim.diagnoses == ()


def test_papers_carry_their_kind_and_day() -> None:
    case = made(notes=(("order.txt", "WRITTEN ORDER\nSigned by T. Renn, MD on 06/22/2026"), ("b.txt", "Seen.")))
    assert [(d.id, d.kind, d.file) for d in case.documents] == [
        ("d1", "order", "order.txt"),
        ("d2", "chart_note", "b.txt"),
    ]
    assert [(a.kind, a.date) for a in case.attachments] == [("order", date(2026, 6, 22)), ("chart_note", None)]


def test_a_claim_that_is_not_there() -> None:
    with pytest.raises(NotFound, match="no claim 'CH-1'") as failure:
        made(claim="CH-1")
    assert "CH-20931" in failure.value.fix


def test_a_number_that_stands_there_twice() -> None:
    start, end = TEXT.index("CLP*"), TEXT.index("SE*")
    twice = TEXT[:end] + TEXT[start:end] + TEXT[end:].replace("SE*30", "SE*47")
    with pytest.raises(BadInput, match="2 times"):
        made(twice)


def test_a_paid_claim_has_nothing_to_appeal() -> None:
    paid = TEXT.replace("NU*3200.00*0.00", "NU*3200.00*3000.00").replace("CAS*CO*50*3200.00", "CAS*CO*45*200.00")
    with pytest.raises(BadInput, match="no denied line"):
        made(paid.replace("LQ*HE*N661~\n", ""))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("WRITTEN ORDER\nOrder: appliance", "order"),
        ("HOME SLEEP APNEA TEST REPORT\nAHI 22", "sleep_study"),
        ("AHI 22 events per hour.\nInterpreted by M. Ellison", "sleep_study"),
        ("Surgical pathology report\nSpecimen: left cheek", "pathology_report"),
        ("MRI report\nImpression: normal", "imaging_report"),
        ("Your claim has been denied because", "denial_letter"),
        ("Explanation of benefits", "remittance"),
        ("Periodontal chart", "perio_chart"),
        ("Dear Dr. Okafor,", "letter"),
        ("Medical history form", "intake_form"),
        ("#19 MOD composite placed", "chart_note"),
        ("", "chart_note"),
    ],
)
def test_the_kind_of_a_paper(text: str, kind: str) -> None:
    assert kind_of(text) == kind
