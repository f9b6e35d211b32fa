"""Wall time of whole commands, each in a fresh process: what a person waits at the prompt."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_CLAIM = {
    "lane": "dental",
    "as_of": "2026-11-22",
    "tooth_system": "universal",
    "lines": [{"id": "1", "code": "D2392", "date_of_service": "2026-11-12", "tooth": "19", "surfaces": "MO"}],
}
_QUESTION = "what does medicare need before it pays for an oral appliance for sleep apnea?"
_RUN = "from api.cli.main import run; run()"
_RUNS = 5


def lines() -> list[str]:
    """One line a command: median and fastest seconds of five runs after one that is not counted."""
    with tempfile.TemporaryDirectory() as folder:
        claim = Path(folder) / "claim.json"
        claim.write_text(json.dumps(_CLAIM), encoding="utf-8")
        commands = {
            "--help": ["--help"],
            "check": ["check", str(claim)],
            "code": ["code", "D4341"],
            "deadline": ["deadline", "--plan", "self_funded", "--anchor", "2026-09-03"],
            "search": ["search", "crown replacement", "--payer", "Brightsmile Dental"],
            "ask": ["ask", _QUESTION],
            "demo": ["demo", "--out", str(Path(folder) / "out")],
        }
        environment = {**os.environ, "CLAIMWRIGHT_HOME": str(Path(folder) / "home"), "NO_COLOR": "1"}
        return [_line(name, words, environment) for name, words in commands.items()]


def _line(name: str, words: list[str], environment: dict[str, str]) -> str:
    seconds = [_seconds(words, environment) for _ in range(_RUNS + 1)][1:]
    return f"cold start  {name:<9} median {statistics.median(seconds):5.2f} s   fastest {min(seconds):5.2f} s"


def _seconds(words: list[str], environment: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", _RUN, *words], env=environment, capture_output=True, check=False)
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.stdout.write("\n".join(lines()) + "\n")
