"""The read command: text and JSON, several files, standard input, refusals."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]
SAMPLES = Path(__file__).parents[2] / "readers" / "samples"
REMITTANCE = SAMPLES / "own" / "dental.835"


def test_a_remittance_as_text(claimwright: Command) -> None:
    code, out, err = claimwright("read", REMITTANCE)
    assert (code, err) == (0, "")
    assert "NORTHLAKE DENTAL to EXAMPLE DENTAL OFFICE" in out
    assert "603.40 (C/ACH), trace EFT2026102901, dated 2026-10-29: balances" in out
    assert "D4341 on 2026-09-30: charge 185, paid 0; CO-50 65, PR-96 120, N115, N706 DENIED" in out
    assert "Outside the claims: WO:NL25-777 40" in out
    assert "submitted as D2740, adjudicated as D2791 [code_changed]" in out


def test_a_remittance_as_json(claimwright: Command) -> None:
    code, out, _ = claimwright("read", REMITTANCE, "--json")
    record = json.loads(out)
    assert code == 0
    assert record["file"] == str(REMITTANCE)
    assert record["checks"][0]["claims"][0]["lines"][0]["charge"] == "1250"
    assert set(record["warnings"][0]) == {"code", "where", "message"}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("own/dental.837", "D2392 tooth 19 MO on 2026-09-29: charge 160"),
        ("own/dental.837", "Predetermination PT1005-1"),
        ("own/dental.837", "other payer TALLGRASS DENTAL: paid 300; PR-1 50, PR-2 100"),
        ("own/dental.271", "limitation; 640; remaining; dental care"),
        ("own/dental.271", "NOT STATED for dental care: alternate benefit or downgrade"),
        ("own/rejected.271", "dental care: not stated"),
        ("own/acknowledgment.277", "NOT ACCEPTED; A7:562:85"),
        ("own/acknowledgment.277", "BILLING NPI NOT ON FILE"),
        ("x12/moov-835-sample1.txt", "DOES NOT BALANCE"),
        ("x12/lfh-secondary-payment.835", "12345? on 2005-01-06"),
        ("fhir/Claim-100150.json", "1200 on 2014-08-16: net 135.57"),
        ("fhir/ClaimResponse-R3501.json", "error a002 at item 3"),
        ("fhir/ExplanationOfBenefit-EB3501.json", "submitted 2478.57, benefit 0.00, paid not stated"),
        ("fhir/CoverageEligibilityResponse-E2501.json", "F3 Dental Coverage (in, annual): benefit 2000 SAR"),
    ],
)
def test_every_kind_as_text(claimwright: Command, name: str, words: str) -> None:
    code, out, _ = claimwright("read", SAMPLES / name)
    assert code == 0
    assert words in out


def test_several_files_are_a_list(claimwright: Command) -> None:
    code, out, _ = claimwright("read", REMITTANCE, SAMPLES / "own" / "dental.271", "--json")
    assert code == 0
    assert [record["transaction"] for record in json.loads(out)] == ["835", "271"]


def test_a_file_of_several_kinds_as_text(claimwright: Command, tmp_path: Path) -> None:
    file = tmp_path / "both.x12"
    file.write_bytes(REMITTANCE.read_bytes() + (SAMPLES / "own" / "dental.271").read_bytes())
    code, out, _ = claimwright("read", file)
    assert code == 0
    assert "2 records of several kinds" in out
    assert "835 remittance, 1 payment" in out
    assert "271 eligibility, 2 patients" in out


def test_standard_input(claimwright: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(REMITTANCE.read_bytes())))
    code, out, _ = claimwright("read", "-", "--json")
    assert (code, json.loads(out)["file"]) == (0, "standard input")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "No such file or directory"),
        (b"", "the file is empty"),
        (b"%PDF-1.4", "a PDF"),
        (b"just words", "neither X12 nor JSON"),
        (b"ISA*00*", "ends after 7 of 106 characters"),
    ],
)
def test_what_cannot_be_read_is_one_message_and_exit_2(
    claimwright: Command, tmp_path: Path, content: bytes | None, words: str
) -> None:
    file = tmp_path / "bad.835"
    if content is not None:
        file.write_bytes(content)
    code, out, err = claimwright("read", file, "--json")
    assert (code, out) == (2, "")
    assert words in err
    assert "Fix:" in err
    assert len(err.splitlines()) == 1


def test_one_bad_file_does_not_hide_the_good_one(claimwright: Command, tmp_path: Path) -> None:
    code, out, err = claimwright("read", tmp_path / "none.835", REMITTANCE, tmp_path, "--json")
    assert code == 2
    assert [record["transaction"] for record in json.loads(out)] == ["835"]
    assert len(err.splitlines()) == 2


def test_control_characters_do_not_reach_the_terminal(claimwright: Command, tmp_path: Path) -> None:
    file = tmp_path / "escape.835"
    file.write_bytes(REMITTANCE.read_bytes().replace(b"NORTHLAKE DENTAL*XV", b"NORTH\x1b[2J\x07LAKE*XV"))
    code, out, _ = claimwright("read", file)
    assert code == 0
    assert "\x1b" not in out
    assert "\x07" not in out


def test_a_long_list_of_warnings_is_cut_for_people(claimwright: Command, tmp_path: Path) -> None:
    file = tmp_path / "many.835"
    file.write_bytes(REMITTANCE.read_bytes().replace(b"LX*1~", b"LX*1~" + b"FOO*1~" * 100))
    _, out, _ = claimwright("read", file)
    assert "... and 90 more [unexpected_segment]; --json prints all" in out
    assert out.count("FOO*1") == 10
    assert "[provider_adjustments]" in out
