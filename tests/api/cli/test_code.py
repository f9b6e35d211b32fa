from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.main import app


@pytest.fixture
def run(tmp_path: Path) -> CliRunner:
    return CliRunner(env={"CLAIMWRIGHT_HOME": str(tmp_path / "home"), "CLAIMWRIGHT_CACHE": str(tmp_path / "cache")})


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("D4341", 0, "D4341 needs this fact: Four or more teeth"),
        ("D2470", 0, "Did you mean: D2740 Ceramic crown"),
        ("50", 0, "Can be read as CARC, modifier or place of service"),
        ("K0263", 0, "Also has the form of: HCPCS K0263"),
        ("2740", 2, "A dental code is written with its D: D2740."),
        ("D9999x", 3, "D99.99X"),
        ("foo bar", 2, "has the form of no code"),
    ],
)
def test_a_code_is_explained(run: CliRunner, text: str, code: int, says: str) -> None:
    result = run.invoke(app, ["code", text, "--on", "2026-05-04"])
    assert says in result.stdout
    assert result.exit_code == code


def test_the_answer_as_json_follows_the_date(run: CliRunner) -> None:
    for day, in_force in (("2025-12-31", True), ("2026-01-01", False)):
        result = run.invoke(app, ["code", "D9248", "--on", day, "--json"])
        answer = json.loads(result.stdout)
        assert answer["schema_version"] == "1"
        assert (answer["on"], answer["status"]) == (day, "known")
        assert answer["readings"][0]["in_force"] is in_force


def test_the_release_is_in_every_answer(run: CliRunner) -> None:
    answer = json.loads(run.invoke(app, ["code", "K02.63", "--on", "2026-05-04", "--json"]).stdout)
    assert "FY2026 April 1 2026 (dental subset of 367 codes" in answer["readings"][0]["release"]


def test_a_date_that_is_none_is_refused(run: CliRunner) -> None:
    result = run.invoke(app, ["code", "D0120", "--on", "11/12/26"])
    assert "write YYYY-MM-DD" in str(result.exception)
