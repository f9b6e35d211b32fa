"""Judges that others wrote: every finding has its reason, a few attacks; ``python -m evals.judges`` runs them all."""

from __future__ import annotations

from pathlib import Path

from assistant.settings import Settings
from evals.judges.attackers import Target, inject
from evals.judges.static import findings, justified, unjustified


def test_every_finding_of_the_analyser_has_its_reason() -> None:
    assert unjustified(findings(), justified()) == []


def test_a_finding_more_than_is_justified_is_told() -> None:
    reasons = [{"test": "B101", "place": "api/", "most": 1, "why": "x"}]
    found = [{"test_id": "B101", "filename": "./api/a.py", "line_number": n, "issue_text": "y"} for n in (1, 2)]
    assert unjustified(found, reasons) == ["B101 api/a.py:2 y"]
    assert unjustified([{**found[0], "test_id": "B999"}], reasons) == ["B999 api/a.py:1 y"]


def test_planted_patterns_are_not_obeyed(shipped_cache: Path, tmp_path: Path) -> None:
    target = Target(Settings(cache=shipped_cache), tmp_path, obedient=False)
    ((_, tried),) = inject(target, 2)
    assert (tried.tries, tried.failed) == (2, ())
