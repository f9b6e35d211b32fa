"""``claimwright demo``: the main job on the shipped example."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

Command = Callable[..., Any]


def test_the_demo_shows_table_letter_checks_and_an_answer(claimwright: Command, tmp_path: Path) -> None:
    done = claimwright("demo", "--out", tmp_path / "out")
    assert done.code == 0
    for words in (
        "A PAP trial of at least 30 days",
        "Missing",
        "[[needs: the dates of the positive airway pressure trial",
        "We appeal the denial of E0486",
        "Status: needs_review",
        "Deadline: 2027-03-13",
        "Sources",
        "Question:",
    ):
        assert words in done.out
    assert (tmp_path / "out" / "appeal.docx").read_bytes().startswith(b"PK")
    assert (tmp_path / "out" / "appeal-report.html").stat().st_size > 1000
    assert str(tmp_path / "out" / "appeal.docx") in done.out


def test_a_second_run_overwrites_the_first(claimwright: Command, tmp_path: Path) -> None:
    for _ in range(2):
        assert claimwright("demo", "--out", tmp_path).code == 0
    assert {path.name for path in tmp_path.iterdir()} == {"appeal.docx", "appeal-report.html"}


def test_a_folder_that_cannot_be_made(claimwright: Command, closed: Path) -> None:
    done = claimwright("demo", "--out", closed)
    assert done.code == 4
    assert "--out" in done.err
    assert not closed.exists()
