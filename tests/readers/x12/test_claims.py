"""837: teeth, surfaces, areas, attachments and other payers of a dental claim; levels and pointers."""

from decimal import Decimal
from pathlib import Path

import pytest

from assistant.domain.records import SubmittedClaim, SubmittedClaims
from assistant.readers.read import read_records

SAMPLES = Path(__file__).parents[1] / "samples"
DENTAL = (SAMPLES / "own" / "dental.837").read_text(encoding="utf-8")


def submitted(text: str = DENTAL) -> SubmittedClaims:
    record = read_records(text.encode("utf-8"), "dental.837")
    assert isinstance(record, SubmittedClaims)
    return record


def claim(index: int, text: str = DENTAL) -> SubmittedClaim:
    return submitted(text).claims[index]


def codes(text: str) -> set[str]:
    return {one.code for one in submitted(text).warnings}


def test_a_dental_file_has_no_warning() -> None:
    record = submitted()
    assert record.warnings == ()
    assert (record.transaction, record.implementation, record.total_charge) == (
        "837D",
        ("005010X224A2",),
        Decimal(4787),
    )
    assert [one.claim_id for one in record.claims] == ["PT1001-1", "PT1005-1", "PT1006-1"]


def test_teeth_surfaces_and_areas() -> None:
    lines = claim(0).lines
    assert [(one.code, one.tooth, one.surfaces, one.area) for one in lines] == [
        ("D2740", "3", None, None),
        ("D2392", "19", "MO", None),
        ("D4341", None, None, "30"),
    ]
    assert lines[1].teeth[0].model_dump() == {"system": "JP", "tooth": "19", "surfaces": ("M", "O")}
    assert claim(2).lines[1].tooth == "14,A"


def test_the_shape_of_a_dental_line() -> None:
    line = claim(0).lines[0].model_dump(mode="json")
    wanted = {
        "seg": "SV3",
        "qualifier": "AD",
        "code": "D2740",
        "modifiers": [],
        "charge": "1250",
        "units": "1",
        "date": "20260929",
        "control_number": "L1",
        "diagnosis_pointers": ["1"],
    }
    assert {key: line[key] for key in wanted} == wanted


def test_missing_teeth_orthodontics_and_prosthesis() -> None:
    assert claim(0).missing_teeth == ("1", "16")
    assert [(one.tooth, one.status) for one in claim(0).teeth_status] == [("1", "M"), ("16", "M"), ("30", "E")]
    ortho = claim(1).orthodontics
    assert ortho is not None
    assert (ortho.months_total, ortho.months_remaining, ortho.description) == ("24", "18", "TRANSFER")
    assert [(one.prosthesis, one.area) for one in claim(1).lines] == [("R", "01"), ("I", "02")]


def test_attachments_and_notes() -> None:
    found = claim(0)
    assert [(one.report_type, one.transmission, one.control_number) for one in found.attachments] == [
        ("RB", "EL", "NEA5550001"),
        ("P6", "BM", "PERIO5550002"),
    ]
    assert found.notes[0].value == "#3 FRACTURED ML CUSP, OLD MOD AMALGAM"
    assert found.lines[1].notes[0].value == "RECURRENT CARIES"
    assert (found.patient_paid, found.prior_authorization) == (Decimal(25), "PA123")
    assert found.accident == ("OA", "", "", "OH")


def test_the_other_payer_and_its_line_decision() -> None:
    other = claim(0).other_payers[0]
    assert (other.payer, other.payer_id, other.paid) == ("TALLGRASS DENTAL", "99002", Decimal(300))
    assert [(one.group, one.reason, one.amount) for one in other.adjustments] == [
        ("PR", "1", Decimal(50)),
        ("PR", "2", Decimal(100)),
    ]
    decided = claim(0).lines[0].adjudications[0]
    assert (decided.paid, decided.code, len(decided.adjustments)) == (Decimal(300), "D2740", 3)
    assert decided.dates[0].date == "20261015"


def test_a_predetermination_needs_no_date() -> None:
    found = claim(1)
    assert (found.predetermination, found.predetermination_id) == (True, "PRED5551")
    assert found.lines[0].service_date is None


def test_the_claim_date_holds_for_lines_without_one() -> None:
    line = claim(0).lines[1]
    assert (line.date, line.service_date) == (None, "20260929")


def test_subscriber_and_dependent() -> None:
    own, child = claim(0), claim(2)
    assert own.subscriber is not None
    assert child.subscriber is not None
    assert own.patient is not None
    assert child.patient is not None
    assert (own.subscriber.last, own.subscriber.id, own.subscriber.group) == ("SAMPLE", "W900100200", "GRP77")
    assert (own.patient.full_name, own.patient_relationship) == ("JORDAN A SAMPLE JR", "18")
    assert (child.subscriber.first, child.patient.first, child.patient.birth_date) == ("PAT", "CHRIS", "20160310")
    assert child.patient_relationship == "19"


def test_parties_of_one_subscriber_do_not_reach_the_next() -> None:
    text = DENTAL.replace(
        "NM1*PR*2*NORTHLAKE DENTAL*****PI*88001~\nN3",
        "NM1*QD*1*GUARDIAN*GAIL~\nNM1*PR*2*NORTHLAKE DENTAL*****PI*88001~\nN3",
    )
    assert "QD" in {one.role for one in claim(0, text).parties}
    assert "QD" not in {one.role for one in claim(2, text).parties}


def test_the_billing_provider() -> None:
    billing = claim(2).billing
    assert billing is not None
    assert (billing.billing, billing.npi, billing.tax_id, billing.taxonomy) == (
        "EXAMPLE DENTAL OFFICE",
        "1234567893",
        "001234567",
        "1223G0001X",
    )
    assert [one.role for one in claim(0).parties] == ["87", "82", "DN"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("CLM*PT1001-1*1495", "CLM*PT1001-1*1496", "claim_not_balanced"),
        ("CLM*PT1001-1*1495", "CLM*PT1001-1*1,495.00", "unreadable_amount"),
        ("CLM*PT1001-1*1495", "CLM**1495", "missing_claim_id"),
        ("CLM*PT1006-1", "CLM*PT1001-1", "duplicate_claim_id"),
        ("SV3*AD:D2740", "SV3*AD>D2740", "component_separator"),
        ("*1250****1*****1~", "*1250****1*****7~", "bad_pointer"),
        ("DTP*472*D8*20261030", "DTP*472*D8*20261330", "bad_date"),
        ("DTP*472*D8*20261030~", "", "missing_date"),
        ("HL*3*1*22*1", "HL*3*9*22*1", "hl_parent"),
        ("HL*3*1*22*1", "HL*3*1*88*1", "unknown_level"),
        ("NM1*85*2*EXAMPLE DENTAL OFFICE*****XX*1234567893", "NM1*85*2*EXAMPLE DENTAL OFFICE*****XX*12345", "bad_npi"),
        ("NM1*85*", "NM1*86*", "missing_segment"),
        ("HI*ABK:K0263*", "HI*ABK>K0263*", "unreadable_code"),
        ("SV3*AD:D2392", "SVX*AD:D2392", "missing_segment"),
        ("TOO*JP*19*M:O~", "TOO*JP*19*M:O~ZZZ*1~", "unexpected_segment"),
        ("SE*", "SE*9", "segment_count"),
        ("NM1*IL*1*SAMPLE", "NM1*QQ*1*SAMPLE", "missing_segment"),
        ("NM1*87*2~", "NM1*85*2*AGAIN~", "unexpected_segment"),
        ("TOO*JP*19*M:O~", "SV3*AD:D2391*10~", "unexpected_segment"),
        ("SV3*AD:D2740", "SV3*AD*D2740", "broken_composite"),
    ],
)
def test_what_is_off_is_flagged(old: str, new: str, code: str) -> None:
    assert old in DENTAL
    assert code in codes(DENTAL.replace(old, new, 1))


def test_a_claim_without_lines() -> None:
    start, end = DENTAL.index("LX*1~\nSV3*AD:D1351"), DENTAL.index("SE*")
    assert {"no_lines", "claim_not_balanced"} & codes(DENTAL[:start] + DENTAL[end:]) == {"no_lines"}


def test_lines_without_lx_are_still_lines() -> None:
    text = "\n".join(line for line in DENTAL.splitlines() if not line.startswith("LX"))
    assert [line.code for line in claim(0, text).lines] == ["D2740", "D2392", "D4341"]
    assert claim(0, text).lines[1].tooth == "19"


def test_the_kind_is_told_from_the_lines_when_no_guide_is_named() -> None:
    assert submitted(DENTAL.replace("*005010X224A2", "*005010")).transaction == "837D"


def test_a_composite_cut_by_the_element_separator() -> None:
    line = claim(0, DENTAL.replace("SV3*AD:D2740*1250", "SV3*AD*D2740*1250")).lines[0]
    assert line.code is None
    assert line.recovered is not None
    assert (line.recovered.code, line.recovered.charge) == ("D2740", Decimal(1250))


def test_who_treated_on_a_line() -> None:
    text = DENTAL.replace(
        "TOO*JP*19*M:O~", "TOO*JP*19*M:O~\nNM1*82*1*LINE*LEE****XX*1234567893~\nPRV*PE*PXC*1223E0200X~"
    )
    provider = claim(0, text).lines[1].parties[0]
    assert (provider.role, provider.full_name, provider.taxonomy) == ("82", "LEE LINE", "1223E0200X")


def test_an_institutional_line_may_have_no_procedure() -> None:
    text = DENTAL.replace("X224A2", "X223A2").replace("SV3*AD:D1351*46****1~", "SV2*0361**46*UN*1~")
    assert (submitted(text).claims[2].lines[0].code, submitted(text).claims[2].lines[0].charge) == (None, Decimal(46))


def test_an_institutional_claim() -> None:
    text = DENTAL.replace("X224A2", "X223A2").replace("SV3*AD:D1351*46****1~", "SV2*0361*HC:D1351*46*UN*1~")
    record = submitted(text)
    line = record.claims[2].lines[0]
    assert record.transaction == "837I"
    assert (line.seg, line.revenue_code, line.code, line.charge, line.units) == (
        "SV2",
        "0361",
        "D1351",
        Decimal(46),
        "1",
    )
