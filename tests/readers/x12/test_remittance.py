"""835: every triple, remark, reversal and provider adjustment of a dental remittance."""

from decimal import Decimal
from pathlib import Path

import pytest

from assistant.domain.records import Amount, Remittance, RemittanceClaim, calendar_day
from assistant.readers.read import read_records

SAMPLE = (Path(__file__).parents[1] / "samples" / "own" / "dental.835").read_text(encoding="utf-8")


def remittance(text: str = SAMPLE) -> Remittance:
    record = read_records(text.encode("utf-8"), "dental.835")
    assert isinstance(record, Remittance)
    return record


def claims(text: str = SAMPLE) -> tuple[RemittanceClaim, ...]:
    return remittance(text).checks[0].claims


def codes(text: str) -> set[str]:
    return {one.code for one in remittance(text).warnings}


def test_the_payment() -> None:
    check = remittance().checks[0]
    assert (check.bpr_amount, check.bpr_flag, check.bpr_handling) == (Decimal("603.40"), "C/ACH", "I")
    assert (check.trace, check.trace_origin) == ("EFT2026102901", "1512345678")
    assert (check.payment_date, check.production_date) == ("20261029", "20261028")
    assert check.check_balances is True
    assert check.provider_summaries == ("TS3*1234567893*11*20261231*5*2105",)


def test_payer_and_payee_as_a_letter_needs_them() -> None:
    check = remittance().checks[0]
    payer, payee = check.payer_details, check.payee_details
    assert payer is not None
    assert payee is not None
    assert payer.address is not None
    assert (payer.name, payer.id, payer.address.lines) == ("NORTHLAKE DENTAL", "88001", ("PO BOX 1000",))
    assert (payer.address.city, payer.address.state, payer.address.zip) == ("LAKEVIEW", "OH", "440010000")
    assert [number.value for number in payer.contacts[0].numbers] == ["8005550100", "8005550101"]
    assert (payee.npi, payee.references[0].value) == ("1234567893", "001234567")


def test_a_downcoded_line_names_both_codes() -> None:
    claim = claims()[0]
    line = claim.lines[0]
    assert line.submitted is not None
    assert (line.code, line.submitted.code, line.submitted.description) == ("D2791", "D2740", "CROWN")
    assert [(one.group, one.reason, one.amount) for one in line.adjustments] == [
        ("CO", "45", Decimal(350)),
        ("PR", "1", Decimal(50)),
        ("PR", "2", Decimal(395)),
        ("PR", "169", Decimal(60)),
    ]
    assert (line.remarks, line.allowed_B6, line.control_number) == (("N362", "N10"), Decimal(790), "1")
    assert (claim.denied_lines, claim.partly_denied_lines) == ((), ("D2791",))


def test_people_dates_and_numbers_of_a_claim() -> None:
    claim = claims()[0]
    assert claim.patient is not None
    assert claim.corrected is not None
    assert claim.rendering is not None
    assert (claim.patient.full_name, claim.member_id) == ("ROBIN Q SAMPLE", "W900100200")
    assert (claim.corrected.first, claim.rendering.npi) == ("ROBYN", "1234567893")
    assert (claim.service_from, claim.service_to, claim.received) == ("20260929", "20260929", "20261005")
    assert claim.remarks == ("MA67", "N130")
    assert [(one.qualifier, one.value) for one in claim.references] == [("1L", "GRP77"), ("CE", "PPO1500")]
    assert calendar_day(claim.service_from).isoformat() == "2026-09-29"


def test_a_gapped_adjustment_keeps_both_triples() -> None:
    line = claims()[1].lines[0]
    assert [(one.reason, one.amount) for one in line.adjustments] == [("1", Decimal(10)), ("2", Decimal(12))]
    assert line.line_balances is True


def test_denied_lines_are_named() -> None:
    assert claims()[1].denied_lines == ("D4341",)
    assert claims()[1].zero_paid_lines == ("D4341",)
    assert claims()[4].denied_lines == ("D2950",)
    assert claims()[4].remarks == ("N290", "N1")


@pytest.mark.parametrize("reason", ["1", "2", "3", "23", "45", "253", "A2"])
def test_a_line_whose_price_only_is_shared_out_is_not_denied(reason: str) -> None:
    text = SAMPLE.replace("CAS*CO*50*65~\nCAS*PR*96*120", f"CAS*CO*45*65~\nCAS*PR*{reason}*120")
    assert claims(text)[1].denied_lines == ()
    assert claims(text)[1].zero_paid_lines == ("D4341",)


def test_a_reversal_keeps_its_signs() -> None:
    claim = claims()[2]
    assert claim.reversal
    assert [one.text for one in (claim.charge, claim.paid, claim.patient_resp) if one] == ["-120", "-96", "-24"]
    assert claim.lines[0].adjustments[0].amount == -24
    assert claim.claim_balances is True
    assert claim.denied_lines == ()


def test_claim_level_adjustments_alone() -> None:
    claim = claims()[3]
    assert (claim.lines, claim.claim_balances) == ((), True)
    assert [(one.group, one.reason, one.amount) for one in claim.adjustments] == [("CO", "45", Decimal(24))]


def test_provider_adjustments_of_one_segment() -> None:
    plb = remittance().checks[0].plb
    assert [(one.reason, one.reason_code, one.reference, one.amount and one.amount.text) for one in plb] == [
        ("L6:INT26", "L6", "INT26", "-2"),
        ("WO:NL25-777", "WO", "NL25-777", "40"),
        ("CS", "CS", None, "-40"),
    ]
    assert {(one.provider, one.fiscal_date) for one in plb} == {("1234567893", "20261231")}


def test_claims_are_found_by_either_number() -> None:
    assert [claim.status for _, claim in remittance().claims_numbered("PT0990-3")] == ["22", "1"]
    assert [claim.claim_id for _, claim in remittance().claims_numbered("NL26-10993")] == ["PT1003-1"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("*1250*395*505*", "*1,250.00*395*505*", "unreadable_amount"),
        ("*1250*395*505*", "**395*505*", "missing_amount"),
        ("*1250*395*505*", "*1250*394*505*", "claim_not_balanced"),
        ("*1250*395*505*", "*1251*395*505*", "charges_differ"),
        ("*1250*395*505*", "*1250*395*500*", "patient_share_differs"),
        ("AD:D2791*1250*395", "AD:D2791*1250*394", "line_not_balanced"),
        ("BPR*I*603.40", "BPR*I*603.41", "check_not_balanced"),
        ("BPR*I*603.40", "BPR*I*$603.40", "unreadable_amount"),
        ("BPR*I*603.40", "BPR*I*-603.40", "negative_payment"),
        ("AD:D2791", "AD", "broken_composite"),
        ("AD:D2791", "D2791", "missing_qualifier"),
        ("AD:D2791", "AD|D2791", "component_separator"),
        ("AD:D2791", "AD:D27|91", "unreadable_code"),
        ("AD:D2791*", "*", "missing_procedure"),
        ("CAS*CO*45*350", "CAS*ZZ*45*350", "unknown_group"),
        ("CAS*CO*45*350", "CAS*CO**350", "missing_reason"),
        ("CAS*CO*45*350", "CAS*CO*45*350*0", "zero_quantity"),
        ("CAS*CO*45*350", "CAS*CO", "empty_adjustment"),
        ("CLP*PT1001-1*1*", "CLP*PT1001-1*77*", "unknown_status"),
        ("CLP*PT1001-1*1*", "CLP**1*", "missing_claim_id"),
        ("CLP*PT1003-1*4*195*0*", "CLP*PT1003-1*4*195*5*", "denied_but_paid"),
        ("CLP*PT0990-3*22*-120*", "CLP*PT0990-3*22*120*", "reversal_sign"),
        ("CLP*PT0990-3*22*-120*", "CLP*PT0990-3*1*-120*", "negative_amount"),
        ("DTM*472*20260929", "DTM*472", "missing_date"),
        ("DTM*472*20260929", "DTM*472*2026", "bad_date"),
        ("*20261029~", "~", "missing_date"),
        ("N1*PR*NORTHLAKE DENTAL*XV*88001", "N1*XX*NORTHLAKE DENTAL", "missing_segment"),
        ("TRN*1*EFT2026102901*1512345678~", "", "missing_segment"),
        ("BPR*I*603.40", "BPX*I*603.40", "missing_segment"),
        ("TRN*1*EFT2026102901*1512345678~", "TRN*1*A*1~TRN*1*B*1~", "unexpected_segment"),
        ("XX*1234567893~\nN3", "XX*12345~\nN3", "bad_npi"),
        ("PLB*1234567893*20261231*", "PLB*1234567893*20261331*", "bad_date"),
        ("*CS*-40", "**-40", "missing_reason"),
        ("*WO:NL25-777*", "*WO|NL25-777*", "component_separator"),
        ("*L6:INT26*-2*WO:NL25-777*40*CS*-40", "", "empty_adjustment"),
        ("CAS*CO*45*350", "CAS*CO*45*350" + "*" * 20, "long_segment"),
        ("AD:D2791", "AD:", "missing_procedure"),
        ("AD:D2791", "??", "unreadable_code"),
        ("AD:D2791", "AD|D27:91", "component_separator"),
        ("DTM*472*20260929", "DTM*472*20261003-20260929", "bad_date"),
        ("*CS*-40", "*CS*", "missing_amount"),
    ],
)
def test_what_is_off_is_flagged(old: str, new: str, code: str) -> None:
    assert old in SAMPLE
    assert code in codes(SAMPLE.replace(old, new, 1)) - codes(SAMPLE)


def test_a_composite_cut_by_the_element_separator() -> None:
    """All amounts stand one place late; what they most likely are is told apart and not summed."""
    line = claims(SAMPLE.replace("AD:D2791*1250*395", "AD*D2791*1250*395"))[0].lines[0]
    assert (line.qualifier, line.code, line.charge, line.line_balances) == ("AD", None, None, None)
    assert line.recovered is not None
    assert (line.recovered.code, line.recovered.charge, line.recovered.paid) == ("D2791", Decimal(1250), Decimal(395))


def test_a_modifier_behind_another_separator_is_not_part_of_the_code() -> None:
    line = claims(SAMPLE.replace("AD:D1110", "HC:99213>25"))[1].lines[0]
    assert (line.code, line.modifiers) == (None, ())
    assert line.recovered is not None
    assert (line.recovered.code, line.recovered.modifiers) == ("99213", ("25",))


def test_every_person_of_a_claim_is_kept() -> None:
    claim = claims(SAMPLE.replace("MOA*", "NM1*TT*2*OTHER PAYER*****PI*77~\nNM1*82*1*SECOND*SAM~\nMOA*", 1))[0]
    assert [(one.role, one.name) for one in claim.other_parties] == [("TT", "OTHER PAYER"), ("82", "SECOND")]


def test_a_long_name_goes_on_in_n2() -> None:
    payer = remittance(SAMPLE.replace("88001~\nN3", "88001~\nN2*OF LAKEVIEW*OHIO~\nN3", 1)).checks[0].payer_details
    assert payer is not None
    assert [(one.qualifier, one.value) for one in payer.references][:1] == [("N2", "OF LAKEVIEW OHIO")]


def test_an_unreadable_amount_leaves_sums_unknown() -> None:
    text = SAMPLE.replace("CAS*CO*45*350", "CAS*CO*45*350USD")
    claim = claims(text)[0]
    assert (claim.lines[0].line_balances, claim.claim_balances) == (None, None)
    assert claim.lines[0].adjustments[0].amount is None
    assert remittance(text).checks[0].check_balances is True


def test_two_payments_in_one_file_with_one_trace() -> None:
    start, end = SAMPLE.index("ST*835"), SAMPLE.index("GE*1")
    twice = SAMPLE[:end] + SAMPLE[start:end].replace("*0001", "*0002") + SAMPLE[end:].replace("GE*1", "GE*2")
    record = remittance(twice)
    assert [check.st02 for check in record.checks] == ["0001", "0002"]
    found = {one.code for one in record.warnings}
    assert {"duplicate_trace", "duplicate_claim"} <= found
    assert "envelope_count" not in found


def test_a_debit_may_state_its_amount_without_sign() -> None:
    text = SAMPLE.replace("BPR*I*603.40*C", "BPR*I*603.40*D").replace("-40~", "-40*72*1206.8~")
    assert remittance(text).checks[0].check_balances is True


@pytest.mark.parametrize("written", ["603.40", ".5", "-.50", "0", "100.", "00100.00"])
def test_amounts_print_as_written(written: str) -> None:
    check = remittance(SAMPLE.replace("603.40", written)).model_dump(mode="json")["checks"][0]
    assert check["bpr_amount"] == written


@pytest.mark.parametrize("text", ["", " ", "1e5", "nan", "0x1", "1_000", "\u0661", "+1", "1,0", "9" * 19])
def test_what_is_no_amount(text: str) -> None:
    assert Amount.read(text) is None


def test_the_json_reads_back_to_the_same_record() -> None:
    record = remittance()
    assert Remittance.model_validate_json(record.model_dump_json()) == record
