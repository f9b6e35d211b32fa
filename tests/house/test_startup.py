"""Commands that need no model load none: what a fresh process has imported after each of them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    "torch",
    "chromadb",
    "langchain",
    "langchain_core",
    "langgraph",
    "sentence_transformers",
    "onnxruntime",
    "sqlalchemy",
    "fastapi",
    "slack_bolt",
    "pandas",
)
CLAIM = {
    "lane": "dental",
    "payer": "Northlake Dental",
    "as_of": "2026-11-22",
    "patient": {"birth_date": "1984-05-02"},
    "billing_provider": {"npi": "1234567893"},
    "tooth_system": "universal",
    "place_of_service": "11",
    "lines": [
        {"id": "1", "code": "D2392", "date_of_service": "2026-11-12", "tooth": "19", "surfaces": "MO", "fee": "240.00"}
    ],
}
PROGRAM = """
import sys
sys.argv[0] = "claimwright"
from api.cli.main import run
try:
    run()
except SystemExit as ended:
    code = ended.code or 0
print("LOADED", code, *sorted(name for name in sys.modules if "." not in name))
"""


def loaded_by(*arguments: str) -> tuple[int, set[str]]:
    """Exit code and top-level modules of a fresh process that ran the command."""
    done = subprocess.run([sys.executable, "-c", PROGRAM, *arguments], capture_output=True, text=True, check=False)
    last = done.stdout.rsplit("LOADED ", 1)
    assert len(last) == 2, done.stderr
    code, *modules = last[1].split()
    return int(code), set(modules)


@pytest.mark.parametrize(
    "arguments",
    [("--help",), ("draft", "--help"), ("code", "D2392"), ("denial", "CO-50"), ("schema", "case")],
    ids=" ".join,
)
def test_light_commands_load_nothing_heavy(arguments: tuple[str, ...]) -> None:
    code, modules = loaded_by(*arguments)
    assert code == 0
    assert modules & set(HEAVY) == set()


def test_checking_a_claim_loads_nothing_heavy(tmp_path: Path) -> None:
    claim = tmp_path / "claim.json"
    claim.write_text(json.dumps(CLAIM), encoding="utf-8")
    code, modules = loaded_by("check", str(claim), "--json")
    assert code == 0
    assert modules & set(HEAVY) == set()


def test_drafting_loads_no_embedder(tmp_path: Path) -> None:
    """A case that cannot be read ends before anything heavy is touched."""
    code, modules = loaded_by("draft", "appeal", str(tmp_path / "absent.yaml"))
    assert code == 2
    assert modules & {"torch", "sentence_transformers", "onnxruntime", "chromadb", "langchain"} == set()
