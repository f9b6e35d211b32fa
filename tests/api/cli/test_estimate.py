"""The estimate command."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]

CASE = """
claim:
  lane: dental
  payer: Nowhere Dental
  as_of: '2026-11-22'
  lines:
  - {id: '1', code: D2740, tooth: '30', fee: '1400.00', date_of_service: '2026-11-30'}
  coverages:
  - {lane: dental, payer: Nowhere Dental, in_network: true, annual_maximum: '1500.00', maximum_used: '900.00',
     deductible: '50.00', deductible_met: '0.00', percent: {major: PERCENT}, allowed: {D2740: '1100.00'}}
"""


@pytest.fixture(autouse=True)
def own_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CLAIMWRIGHT_HOME", str(tmp_path / "home"))


@pytest.mark.parametrize("percent", ["0.50", "50%", "50"])
def test_the_crown(claimwright: Command, tmp_path: Path, percent: str) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(CASE.replace("PERCENT", percent))
    code, out, _ = claimwright("estimate", str(case), "--json")
    found = json.loads(out)
    assert code == 0
    assert found["status"] == "exact"
    assert (found["total"]["plan_pays"], found["total"]["patient"]) == ("525.00", "575.00")


def test_an_unclear_percent_is_an_error_and_a_range(claimwright: Command, tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(CASE.replace("PERCENT", "1"))
    code, out, _ = claimwright("estimate", str(case))
    assert code == 1
    assert "patient $500.00 to $1,100.00" in out
    assert "ES03 at coverages[0].percent.major" in out


def test_a_file_that_is_no_case(claimwright: Command, tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text("claim: {lane: dental, lines: [{id: '1', code: D2740, fee: much}]}")
    code, out, err = claimwright("estimate", str(case))
    assert code == 2
    assert not out
    assert "fee" in err
