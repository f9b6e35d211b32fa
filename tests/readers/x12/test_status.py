"""277CA and 277: accepted, rejected, denied, asked for; batch totals; a dependent's claim."""

from decimal import Decimal
from pathlib import Path

import pytest

from assistant.domain.records import ClaimStatuses
from assistant.readers.read import read_records

SAMPLES = Path(__file__).parents[1] / "samples"
ACKNOWLEDGMENT = (SAMPLES / "own" / "acknowledgment.277").read_text(encoding="utf-8")
ANSWER = (SAMPLES / "x12" / "lfh-claim-level-status.277").read_text(encoding="utf-8")


def statuses(text: str = ACKNOWLEDGMENT) -> ClaimStatuses:
    record = read_records(text.encode("utf-8"))
    assert isinstance(record, ClaimStatuses)
    return record


def test_an_accepted_claim() -> None:
    record = statuses()
    claim = record.claims[0]
    assert record.transaction == "277CA"
    assert (claim.trace, claim.patient, claim.status, claim.date) == (
        "PT1001-1",
        "SAMPLE JORDAN",
        "A2:20:PR",
        "20261102",
    )
    assert (claim.accepted, claim.action, claim.charge) == (True, "WQ", Decimal(1495))
    assert (claim.payer_claim_no, claim.service_from) == ("NL26-20001", "20260929")
    assert (claim.provider_npi, claim.member_id) == ("1234567893", "W900100200")


def test_a_rejected_claim_with_every_reason() -> None:
    claim = statuses().claims[1]
    assert claim.accepted is False
    assert [one.status for one in claim.statuses] == ["A7:562:85", "A6:33:IL"]
    assert claim.statuses[0].text == "BILLING NPI NOT ON FILE"
    assert (claim.lines[0].code, claim.lines[0].status, claim.lines[0].control_number) == ("D1351", "A7:21", "L1")
    assert [one.code for one in statuses().warnings] == ["rejected", "rejected"]


def test_totals_of_the_batch() -> None:
    batches = {one.level: one for one in statuses().batches}
    assert set(batches) == {"payer", "receiver", "provider"}
    receiver = batches["receiver"]
    assert (receiver.name, receiver.trace, receiver.charge) == ("EXAMPLE DENTAL OFFICE", "NLB1", Decimal(1787))
    assert {(one.qualifier, one.amount and one.amount.text) for one in receiver.quantities} == {
        ("90", "2"),
        ("AA", "1"),
    }
    assert {(one.qualifier, one.amount and one.amount.text) for one in receiver.amounts} == {
        ("YU", "1695"),
        ("YY", "92"),
    }


def test_an_answer_names_subscriber_and_patient_apart() -> None:
    claim = statuses(ANSWER).claims[2]
    assert (claim.patient, claim.subscriber, claim.member_id) == ("MANN JOSEPH", "MANN JOHN", "345678901")
    assert claim.provider == "HOME HOSPITAL PHYSICIANS"
    assert claim.accepted is None


@pytest.mark.parametrize(
    ("status", "code", "accepted"),
    [
        ("A1:19", None, True),
        ("A3:21", "rejected", False),
        ("A8:21", "rejected", False),
        ("F2:84", "denied", None),
        ("P3:317", "information_requested", None),
        ("R4:317", "information_requested", None),
        ("D0:35", "no_answer", None),
        ("Q9:1", "unknown_status", None),
        ("A1>19", "unreadable_code", None),
        ("", "unreadable_code", None),
    ],
)
def test_what_a_status_asks_for(status: str, code: str | None, accepted: bool | None) -> None:
    text = ACKNOWLEDGMENT.replace("STC*A2:20:PR*20261102*WQ*1495", f"STC*{status}*20261102**1495")
    record = statuses(text)
    assert record.claims[0].accepted is accepted
    told = {one.code for one in record.warnings if one.where.startswith("claims[0]")}
    assert told == ({code} if code else set())


def test_an_unknown_level_is_kept_as_a_batch() -> None:
    record = statuses(ACKNOWLEDGMENT.replace("HL*3*2*19*1", "HL*3*2*88*1"))
    assert [one.level for one in record.batches] == ["payer", "receiver", "88"]
    assert "unknown_level" in {one.code for one in record.warnings}


def test_a_claim_without_status() -> None:
    record = statuses(ACKNOWLEDGMENT.replace("STC*A2:20:PR*20261102*WQ*1495~\n", ""))
    assert record.claims[0].status is None
    assert "missing_status" in {one.code for one in record.warnings}


def test_the_kind_is_told_from_the_opening_when_no_guide_is_named() -> None:
    assert statuses(ACKNOWLEDGMENT.replace("005010X214", "005010")).transaction == "277CA"
    assert statuses(ANSWER.replace("005010X212", "005010")).transaction == "277"
