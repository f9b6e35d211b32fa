"""The report command."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]

DATA = "Nr,Carrier,DOS,Billed,Status,Denial Date,Denial Code\n1,Foo,2026-10-01,100,Denied,2026-11-01,CO-50\n"


def test_report_with_files_and_mapping(claimwright: Command, tmp_path: Path) -> None:
    claims = tmp_path / "claims.csv"
    claims.write_text(DATA)
    out_ = str(tmp_path / "out")
    code, out, err = claimwright(
        "report",
        "kpi",
        str(claims),
        "-o",
        out_,
        "--as-of",
        "2026-11-23",
        "--map",
        "claim=Nr",
        "--json",
    )
    found = json.loads(out)
    assert code == 0
    assert (found["used"], found["denials"][0]["category"]) == (1, "medical_necessity")
    assert found["worklist"][0]["claim"] == "1"
    assert "worklist.csv" in err
    code, out, _ = claimwright("report", "kpi", str(claims), "--as-of", "2026-11-23")
    assert code == 0
    assert "1. Denials in 30 days: 1" in out


@pytest.mark.parametrize(
    "extra", [("--as-of", "yesterday"), ("--map", "payer"), ("--map", "payer=Company"), ("--map", "colour=Nr")]
)
def test_wrong_options_are_named(claimwright: Command, tmp_path: Path, extra: tuple[str, ...]) -> None:
    claims = tmp_path / "claims.csv"
    claims.write_text(DATA)
    code, out, err = claimwright("report", "kpi", str(claims), *extra)
    assert code == 2
    assert not out
    assert err.startswith("claimwright: ")


def test_a_file_that_is_not_there(claimwright: Command) -> None:
    code, _, err = claimwright("report", "kpi", "nowhere.csv")
    assert code == 2
    assert "Fix:" in err


HOSTILE = (
    "Claim #,Patient Name,Carrier,Date of Service,Procedure Codes,Fee,Balance,Status\n"
    '"=HYPERLINK(1)",Jane Quill,"+cmd|x",09/18/2026,D7286,400.00,400.00,Sent\n'
)


def test_the_worklist_names_the_claim_and_no_output_the_patient_or_a_formula(
    claimwright: Command, tmp_path: Path
) -> None:
    from openpyxl import load_workbook

    file, out = tmp_path / "claims.csv", tmp_path / "out"
    file.write_text(HOSTILE)
    code, said, _ = claimwright("report", "kpi", str(file), "-o", str(out), "--as-of", "2026-11-23")
    assert code == 0
    assert "1 claim as of" in said
    assert "1. claim =HYPERLINK(1), +cmd|x:" in said
    assert "1 dental claim has a medical side" in said
    assert "Reading:" not in said
    for written in out.iterdir():
        assert b"Quill" not in written.read_bytes()
    assert "'=HYPERLINK(1),'+cmd|x" in (out / "worklist.csv").read_text("utf-8-sig")
    assert "HYPERLINK" not in (out / "kpi.html").read_text()
    book = load_workbook(out / "kpi.xlsx")
    assert book["Worklist"]["B2"].value == "'+cmd|x"
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_the_system_is_told_and_an_unknown_profile_refused(claimwright: Command, tmp_path: Path) -> None:
    file = tmp_path / "claims.csv"
    file.write_text(
        "ClaimNum,CarrierName,DateService,DateSent,ClaimStatus,ClaimFee\n9,Foo,2026-10-01,2026-10-02,S,90\n"
    )
    code, said, _ = claimwright("report", "kpi", str(file))
    assert code == 0
    assert "export of Open Dental" in said
    code, _, err = claimwright("report", "kpi", str(file), "--profile", "excel")
    assert code == 2
    assert "open_dental" in err


def test_many_problems_of_a_kind_are_counted_after_the_first(claimwright: Command, tmp_path: Path) -> None:
    file = tmp_path / "claims.csv"
    file.write_text("Carrier,DOS,Billed,Status\n" + "".join(f"Foo{n},2026-10-01,-{n},Sent\n" for n in range(1, 21)))
    code, said, _ = claimwright("report", "kpi", str(file), "--as-of", "2026-11-23")
    assert code == 0
    assert said.count("is negative and is not used") == 5
    assert "15 more of billed" in said
