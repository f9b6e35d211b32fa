"""Commands run in this process, as a shell would run them."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from api.cli.main import run

SAMPLE = Path(str(files("corpus") / "samples" / "osa_appeal"))
NOTES = ("cpap-note.txt", "dental-chart.txt", "order.txt", "physician-note.txt", "sleep-test.txt")


class Done(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.out)


Command = Callable[..., Done]


@pytest.fixture
def claimwright(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], shipped_cache: Path) -> Command:
    """Runs a command line and gives back its exit code and what it printed."""

    def called(*arguments: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["claimwright", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            run()
        printed = capsys.readouterr()
        assert "Traceback" not in printed.out + printed.err
        return Done(int(end.value.code or 0), printed.out, printed.err)

    return called


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the shipped remittance and papers."""
    for name in (*NOTES, "remittance.835"):
        shutil.copy(SAMPLE / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def case(folder: Path, claimwright: Command) -> Path:
    """The shipped case as a file, made by the command."""
    path = folder / "case.yaml"
    notes = [part for name in NOTES for part in ("--notes", folder / name)]
    done = claimwright(
        *("case", "new", "--era", folder / "remittance.835", "--claim", "CH-20931", *notes),
        *("--funding", "self-funded", "--received", "2026-09-18", "-o", path),
    )
    assert done.code == 0, done.err
    return path


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A path below a file: nothing can be written there, whoever runs the test."""
    blocker = tmp_path / "blocker"
    blocker.write_text("a file", encoding="utf-8")
    return blocker / "folder"


def tree(folder: Path) -> set[str]:
    """Every file below a folder."""
    return {os.path.relpath(path, folder) for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def unchanged(folder: Path) -> Callable[[], bool]:
    """Whether the folder still holds what it held, and nothing more."""
    before = tree(folder)
    return lambda: tree(folder) == before
