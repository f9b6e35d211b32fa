"""Real files read as their hand-checked readings say, to the letter."""

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.readers.read import read_records

SAMPLES = Path(__file__).parent / "samples"
READINGS = sorted((SAMPLES / "x12").glob("*.expected.json"))
FHIR = json.loads((SAMPLES / "fhir" / "expected.json").read_text())

#: Remarks on a file, not values of the record.
REMARKS = {"known_defects", "reader_policy", "notes", "meaning", "dental_question", "must_flag"}


def differences(wanted: Any, got: Any, path: str = "") -> list[str]:
    """Where ``got`` is not what is wanted; keys beyond those wanted are welcome."""
    if isinstance(wanted, dict):
        if not isinstance(got, dict):
            return [path]
        return [
            each
            for key, value in wanted.items()
            if key not in REMARKS
            for each in differences(value, got.get(key), f"{path}.{key}")
        ]
    if isinstance(wanted, list):
        if not isinstance(got, list) or len(got) != len(wanted):
            return [f"{path}: other length"]
        return [each for i, value in enumerate(wanted) for each in differences(value, got[i], f"{path}[{i}]")]
    return [] if wanted == got else [f"{path}: {wanted!r} is read as {got!r}"]


@pytest.mark.parametrize("reading", READINGS, ids=lambda path: path.name)
def test_x12_file(reading: Path) -> None:
    name = reading.name.removesuffix(".expected.json")
    record = read_records((SAMPLES / "x12" / name).read_bytes(), name)
    assert differences(json.loads(reading.read_text()), json.loads(record.model_dump_json())) == []


@pytest.mark.parametrize("name", FHIR)
def test_fhir_resource(name: str) -> None:
    record = read_records((SAMPLES / "fhir" / name).read_bytes(), name)
    assert differences(FHIR[name], json.loads(record.model_dump_json())) == []


def test_every_sample_has_its_reading() -> None:
    assert len(READINGS) == 7
    assert {path.name for path in (SAMPLES / "fhir").glob("*-*.json")} == set(FHIR)


#: What the readings remark on a file, and the warning that says it.
DEFECTS = {
    "lfh-managed-care.835": {
        ("bad_date", "checks[0].payment_date"): "20002316",
        ("two_level_adjustments", "checks[0].claims[0].adjustments"): "both are summed",
    },
    "lfh-secondary-payment.835": {
        ("component_separator", "checks[0].claims[1].lines[0].code"): "composites use '>', the ISA header declares ':'",
        ("component_separator", "checks[0].claims[1].lines[1].code"): "HC>66543>26",
        ("bad_revenue_code", "checks[0].claims[1].lines[1].revenue_code"): "'220'",
    },
    "moov-835-sample1.txt": {
        ("claim_not_balanced", "checks[0].claims[0].claim_balances"): "off by -0.01",
        ("denied_but_paid", "checks[0].claims[0].paid"): "status 4 (denied) and is paid 0, its lines 0.01",
        ("bad_npi", "checks[0].payee_details.id"): "'NPI Number'",
        ("bad_npi", "checks[0].claims[0].rendering.id"): "'NPI Number'",
        ("zero_quantity", "checks[0].claims[0].lines[0].adjustments[0].quantity"): "quantity of 0",
        ("duplicate_trace", "checks[1].trace"): "tell the payments apart by ST02 or amount",
        ("unusual_separator", "delimiters.component"): "'>'",
        ("provider_adjustments", "checks[0].plb"): "50>111 6173.5",
        ("negative_payment", "checks[1].bpr_amount"): "-6173.4",
    },
    "lfh-subscriber-health-benefit-check.271": {
        ("not_stated", "members[0].not_stated"): "annual maximum, remaining annual maximum",
    },
    "lfh-claim-level-status.277": {
        ("denied", "claims[2].statuses[0]"): "not eligible for benefits on the dates of service; entity QC (patient)",
    },
}


@pytest.mark.parametrize("name", DEFECTS)
def test_what_is_off_in_a_file_is_told(name: str) -> None:
    record = read_records((SAMPLES / "x12" / name).read_bytes(), name)
    for (code, where), words in DEFECTS[name].items():
        assert any(one.code == code and one.where == where and words in one.message for one in record.warnings), (
            code,
            where,
            [str(one) for one in record.warnings],
        )


@pytest.mark.parametrize("name", ["lfh-demo.example1.837", "lfh-demo.cob.example3.A.837"])
def test_a_clean_claim_file_has_no_warning(name: str) -> None:
    assert read_records((SAMPLES / "x12" / name).read_bytes(), name).warnings == ()
