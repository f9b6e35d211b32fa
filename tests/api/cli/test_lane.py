"""The lane command."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]

CASE = """
claim:
  lane: medical
  as_of: '2026-11-22'
  diagnoses: [G47.33]
  lines: [{id: '1', code: E0486, fee: '3500.00'}]
  coverages: [{lane: medical, payer: Northlake Health, allowed: {E0486: '1900.00'}}]
documents:
- id: n
  kind: chart_note
  date: '2026-06-10'
  text: 'Face-to-face visit 2026-05-01. Home sleep test 2026-06-02, AHI 22. Signed order on file.'
"""


def test_the_verdict_with_its_conditions(claimwright: Command, tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(CASE)
    code, out, _ = claimwright("lane", str(case), "--json")
    found = json.loads(out)
    assert code == 0
    assert found["verdict"] == "medical_first"
    assert [condition["status"] for condition in found["conditions"]] == ["met", "met", "unknown"]
    code, out, _ = claimwright("lane", str(case), "--probability", "0.01", "--minutes", "90")
    assert code == 0
    assert out.startswith("Do not bill yet")
    assert "= -23.00" in out


def test_a_number_that_is_none(claimwright: Command, tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(CASE)
    code, out, err = claimwright("lane", str(case), "--wage", "a lot")
    assert code == 2
    assert not out
    assert "--wage" in err


def test_a_record_of_the_decision_is_kept_line_by_line(claimwright: Command, tmp_path: Path) -> None:
    case, record = tmp_path / "case.yaml", tmp_path / "lanes.jsonl"
    case.write_text(CASE)
    code, _, _ = claimwright("lane", str(case), "--record", str(record), "--who", "R. Biller")
    assert code == 0
    code, _, _ = claimwright(
        "lane",
        str(case),
        "--record",
        str(record),
        "--who",
        "R. Biller",
        "--override",
        "dental_first",
        "--why",
        "the patient asks for it",
    )
    assert code == 0
    first, second = [json.loads(line) for line in record.read_text().splitlines()]
    assert (first["who"], first["overridden"], first["decision"]["verdict"]) == ("R. Biller", None, "medical_first")
    assert first["decision"]["decided_on"]
    assert {each["name"] for each in first["decision"]["economics"]["inputs"]} >= {"allowed", "probability", "minutes"}
    assert len(first["decision"]["conditions"]) == 3
    assert (second["overridden"], second["why"]) == ("dental_first", "the patient asks for it")
    assert first["case"] == second["case"] != ""


@pytest.mark.parametrize(
    "args",
    [
        ("--record", "lanes.jsonl"),
        ("--who", "R. Biller"),
        ("--record", "lanes.jsonl", "--who", "R. Biller", "--override", "dental_first"),
        ("--record", "lanes.jsonl", "--who", "R. Biller", "--override", "maybe", "--why", "x"),
        ("--record", "no/such/folder/lanes.jsonl", "--who", "R. Biller"),
    ],
)
def test_a_record_without_a_name_or_reason_is_refused(
    monkeypatch: pytest.MonkeyPatch, claimwright: Command, tmp_path: Path, args: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "case.yaml").write_text(CASE)
    code, out, err = claimwright("lane", "case.yaml", *args)
    assert code == 2
    assert not out
    assert "Fix:" in err
    assert not (tmp_path / "lanes.jsonl").exists()
