from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.main import app


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def run(home: Path, tmp_path: Path) -> CliRunner:
    return CliRunner(env={"CLAIMWRIGHT_HOME": str(home), "CLAIMWRIGHT_CACHE": str(tmp_path / "cache")})


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "cdt-2026.csv"
    path.write_text("code,label\nD2740,our own words\n" + "".join(f"D{n},x\n" for n in range(1000, 1200)) + "X1,bad\n")
    return path


def test_the_status_names_release_dates_and_extent(run: CliRunner) -> None:
    result = run.invoke(app, ["tables", "status"])
    assert result.exit_code == 0
    assert "icd10cm: FY2026 April 1 2026 (dental subset" in result.stdout
    assert "2026-04-01 to 2026-09-30" in result.stdout
    assert "areas: Areas of the oral cavity; 7 rows, complete, shipped" in result.stdout


def test_the_status_as_json(run: CliRunner) -> None:
    answer = json.loads(run.invoke(app, ["tables", "status", "--json"]).stdout)
    first = answer["tables"][0]["release"]
    assert (first["table"], first["complete"], first["codes"]) == ("icd10cm", False, 367)


def test_an_import_is_checked_first_and_then_answers(run: CliRunner, home: Path, listed: Path) -> None:
    dry = run.invoke(app, ["tables", "import", "cdt", str(listed), "--dry-run"])
    assert "201 rows accepted, 1 rejected" in dry.stdout
    assert "nothing was written" in dry.stdout
    assert "line 203: 'X1' is not a CDT code" in dry.stderr
    assert not home.exists()
    done = json.loads(run.invoke(app, ["tables", "import", "cdt", str(listed), "--json"]).stdout)
    assert done["written"] == str(home / "tables" / "cdt.sqlite")
    assert "our own words" in run.invoke(app, ["code", "D2740", "--on", "2026-05-04"]).stdout
    assert "cdt: CDT 2026 (licensed list); 201 rows" in run.invoke(app, ["tables", "status"]).stdout


def test_the_dates_of_a_release_can_be_said(run: CliRunner, listed: Path) -> None:
    arguments = [
        "tables",
        "import",
        "cdt",
        str(listed),
        "--dry-run",
        "--json",
        "--from",
        "2026-02-01",
        "--release",
        "Draft",
    ]
    release = json.loads(run.invoke(app, arguments).stdout)["release"]
    assert (release["name"], release["effective_from"], release["effective_through"]) == (
        "Draft",
        "2026-02-01",
        "2026-12-31",
    )


def test_an_unknown_kind_is_refused(run: CliRunner, listed: Path) -> None:
    result = run.invoke(app, ["tables", "import", "snomed", str(listed)])
    assert "choose one of icd10cm-tabular" in str(result.exception)
