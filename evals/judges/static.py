"""bandit over the program: each finding is mended, or stands in ``bandit.yaml`` with the reason why it may."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

_ROOT = Path(__file__).parents[2]
_PARTS = ("assistant", "api", "evals")


def findings() -> list[dict[str, Any]]:
    """What bandit finds, as it says it."""
    words = [sys.executable, "-m", "bandit", "-q", "-r", *_PARTS, "-f", "json"]
    done = subprocess.run(words, cwd=_ROOT, capture_output=True, text=True)
    found: list[dict[str, Any]] = json.loads(done.stdout[done.stdout.index("{") :])["results"]
    return found


def justified() -> list[dict[str, Any]]:
    """The reasons, the narrowest place first."""
    text = files("evals.judges").joinpath("bandit.yaml").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = yaml.safe_load(text)
    return sorted(rows, key=lambda row: -len(row["place"]))


def unjustified(found: Sequence[dict[str, Any]], reasons: Sequence[dict[str, Any]]) -> list[str]:
    """The findings that no reason covers, or more of them than it covers."""
    used: Counter[int] = Counter()
    left = []
    for each in found:
        name = each["filename"].removeprefix("./")
        fits = (n for n, row in enumerate(reasons) if row["test"] == each["test_id"] and name.startswith(row["place"]))
        row = next(fits, None)
        if row is None or used[row] >= reasons[row]["most"]:
            left.append(f"{each['test_id']} {name}:{each['line_number']} {each['issue_text']}")
        else:
            used[row] += 1
    return left
