"""The check and rules commands: exit codes, shapes and words."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from api.cli.main import run

CLEAN: dict[str, Any] = {
    "lane": "dental",
    "payer": "Example Dental",
    "as_of": "2026-11-22",
    "patient": {"birth_date": "1984-05-02"},
    "billing_provider": {"npi": "1234567893"},
    "tooth_system": "universal",
    "place_of_service": "11",
    "lines": [
        {"id": "1", "code": "D2392", "date_of_service": "2026-11-12", "tooth": "19", "surfaces": "MO", "fee": "240.00"}
    ],
}


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Any:
    monkeypatch.setenv("CLAIMWRIGHT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("CLAIMWRIGHT_HOME", str(tmp_path / "home"))

    def run_it(*args: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["claimwright", *args])
        with pytest.raises(SystemExit) as end:
            run()
        printed = capsys.readouterr()
        return int(end.value.code or 0), printed.out, printed.err

    return run_it


def written(tmp_path: Path, content: Any, name: str = "claim.json") -> str:
    file = tmp_path / name
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return str(file)


def changed(**line: Any) -> dict[str, Any]:
    return CLEAN | {"lines": [CLEAN["lines"][0] | line]}


def test_a_clean_claim(call: Any, tmp_path: Path) -> None:
    code, out, _ = call("check", written(tmp_path, CLEAN))
    assert code == 0
    assert out.startswith("Clean - ")
    assert out.splitlines()[0].endswith(" checks passed")


def test_a_wrong_claim_in_short_and_in_full(call: Any, tmp_path: Path) -> None:
    path = written(tmp_path, changed(tooth="33"))
    code, out, _ = call("check", path, "--short")
    assert code == 1
    assert len(out.splitlines()) == 1
    assert "TS03 lines[0].tooth" in out
    assert "Fix:" in out
    code, out, _ = call("check", path)
    assert code == 1
    assert "If sent: CO-16 with N37" in out


def test_the_report_as_json(call: Any, tmp_path: Path) -> None:
    code, out, _ = call("check", written(tmp_path, changed(tooth="33", surfaces="I")), "--json")
    report = json.loads(out)
    assert code == 1
    assert report["ok"] is False
    assert report["checked"] > 10
    for finding in report["findings"]:
        assert {"rule", "severity", "where", "message", "fix", "source"} <= set(finding)
    assert {finding["where"] for finding in report["findings"]} == {"lines[0].tooth", "lines[0].surfaces"}


def test_stdin_and_as_of(call: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(CLEAN).encode())))
    code, out, _ = call("check", "-", "--json", "--as-of", "2026-11-01")
    assert code == 1
    assert [finding["rule"] for finding in json.loads(out)["findings"]] == ["DT03"]


def test_warnings_alone_exit_zero(call: Any, tmp_path: Path) -> None:
    code, out, _ = call("check", written(tmp_path, changed(surfaces="MF", code="D2392")), "--json")
    report = json.loads(out)
    assert [finding["severity"] for finding in report["findings"]] == ["warning"]
    assert (code, report["ok"]) == (0, True)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"lane": "dental", "nonsense": 1', "line 1"),
        (changed(tooht="19"), "lines[0].tooht"),
        (changed(date_of_service="2026-02-30"), "lines[0].date_of_service"),
        ("", "no text"),
    ],
)
def test_unreadable_input_exits_two_with_one_message(call: Any, tmp_path: Path, content: Any, words: str) -> None:
    code, out, err = call("check", written(tmp_path, content), "--json")
    assert code == 2
    assert out == ""
    assert words in err
    assert "Traceback" not in err


def test_a_missing_file_and_a_folder(call: Any, tmp_path: Path) -> None:
    assert call("check", str(tmp_path / "none.json"))[0] == 2
    assert call("check", str(tmp_path))[0] == 2


def test_many_claims_are_all_reported(call: Any, tmp_path: Path) -> None:
    path = written(tmp_path, [CLEAN, changed(tooth="33"), {"lane": "nowhere"}, CLEAN])
    code, out, _ = call("check", path, "--json")
    answer = json.loads(out)
    assert code == 2
    assert answer["ok"] is False
    assert [report["ok"] for report in answer["reports"]] == [True, False, False, True]
    assert answer["reports"][2]["error"]["where"] == "lane"
    lines = written(tmp_path, f"{json.dumps(CLEAN)}\n{json.dumps(changed(tooth='33'))}\n", "claims.jsonl")
    code, out, _ = call("check", lines)
    assert code == 1
    assert out.startswith("claim 1:\nClean")
    assert "claim 2:\nERROR" in out


def test_rules_lists_and_shows(call: Any) -> None:
    code, out, _ = call("rules")
    assert code == 0
    assert "TS01" in out
    code, out, _ = call("rules", "ts01", "--json")
    assert (code, json.loads(out)["name"]) == (0, "tooth_required")
    code, out, _ = call("rules", "--family", "surface", "--json")
    assert {rule["family"] for rule in json.loads(out)["rules"]} == {"surface"}


def test_rules_names_the_nearest(call: Any) -> None:
    code, _, err = call("rules", "TS0")
    assert code == 2
    assert "did you mean TS0" in err
    assert call("rules", "--family", "nothing")[0] == 2
