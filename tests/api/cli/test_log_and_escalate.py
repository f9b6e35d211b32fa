"""Logging a contact and handing a thread over, from the command line."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from api.cli.main import run

CALL = (
    "spoke w/ Kim ref 88213 re pt Maria Gomez, OON ded 1500/300 met, E0486 covered 60% after ded, no auth needed, "
    "no in-network dentist within 40 mi"
)


@pytest.fixture
def call(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], shipped_cache: Path
) -> Callable[..., tuple[int, str, str]]:
    monkeypatch.setenv("CLAIMWRIGHT_CACHE", str(shipped_cache))

    def done(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["claimwright", *arguments])
        try:
            run()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return done


def test_a_call_is_logged_with_its_record_and_what_differs(call: Callable[..., tuple[int, str, str]]) -> None:
    code, out, _ = call("log", "note", CALL, "--payer", "northlake health", "--json")
    record = json.loads(out)
    assert code == 0
    assert record["contact"]["payer"] == "Northlake Health"
    assert record["percent"] == {"E0486": 60}
    assert [each["what"] for each in record["contradictions"]] == ["prior authorization for E0486"]
    assert "Maria" not in out
    code, out, _ = call("log", "note", "portal: claim in process", "--payer", "Metro PPO")
    assert code == 0
    code, out, _ = call("log", "list", "--json")
    entries = json.loads(out)
    assert [entry["payer"] for entry in entries] == ["Metro PPO", "Northlake Health"]
    code, out, _ = call("log", "list", "--verifications")
    assert "DIFFERS" in out
    assert "Still open:" in out
    assert call("log", "note", " ")[0] == 2


def test_a_thread_is_handed_over_without_identifiers(call: Callable[..., tuple[int, str, str]]) -> None:
    assert call("escalate", "--to", "Dana")[0] == 2
    assert call("escalate", "--to", "Dana", "--thread", "nobody")[0] == 2
    question = "Jane Doe, member id NLH884213: does northlake health need auth for E0486?"
    assert call("ask", question, "--thread", "t7")[0] == 0
    code, out, _ = call("escalate", "--thread", "t7", "--to", "Dana", "--due", "2026-12-04", "--json")
    made = json.loads(out)
    assert code == 0
    assert made["to"] == "Dana"
    assert made["due"] == {"day": "2026-12-04", "source": "stated", "basis": "stated"}
    assert made["facts"]["payer"] == "Northlake Health"
    assert made["facts"]["codes"] == "E0486"
    assert made["tried"][0]["action"] in ("answer", "redact_and_answer")
    assert made["sources"][0]["payer"] == "Northlake Health"
    assert "Jane" not in out
    assert "NLH884213" not in out
    assert "Identifiers of the patient were left out" in made["text"]
    code, out, _ = call("ask", "and the wifi password?", "--thread", "t7", "--json")
    assert json.loads(out)["trace"]["trace_id"]
