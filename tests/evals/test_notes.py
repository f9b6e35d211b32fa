"""What a person says of a table stands below it after every run."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.domain.errors import BadInput
from evals.case import Case
from evals.record import Judged, Metadata, Run
from evals.report import check_ending, write
from evals.score import Score

ABOUT = Metadata(command="test", started="2026-11-22T09:00:00+00:00")
NOTES = """
weak:
  "deadlines: by hand": Two letters of
    one day.
  "deadlines: gone": Nothing of the kind.
sections:
- title: Broken on purpose
  text: |
    | what | said |
    | --- | --- |
"""


def run_of(*values: float) -> Run:
    results = tuple(
        Judged(
            case=Case(id=str(number), suite="deadlines", slice="by hand", inputs={}, provenance="test"),
            scores=(Score(name="x", value=value, why=""),),
        )
        for number, value in enumerate(values)
    )
    return Run(metadata=ABOUT, results=results)


def test_reasons_and_sections_are_written_below_the_figures(tmp_path: Path) -> None:
    (tmp_path / "cases.notes.yaml").write_text(NOTES, encoding="utf-8")
    write(tmp_path / "cases.md", run_of(1, 1, 1, 1, 0))
    text = (tmp_path / "cases.md").read_text(encoding="utf-8")
    assert "- deadlines: by hand: 4 of 5. Two letters of one day.\n" in text
    assert text.endswith("## Broken on purpose\n\n| what | said |\n| --- | --- |\n")
    assert "gone" not in text


def test_a_table_without_notes_has_none(tmp_path: Path) -> None:
    write(tmp_path / "other.md", run_of(1, 1, 1, 1, 0))
    assert (tmp_path / "other.md").read_text(encoding="utf-8").endswith("- deadlines: by hand: 4 of 5\n")


@pytest.mark.parametrize("said", ["weak: [", "sections: 3", "weak: {a: [1]}"])
def test_notes_that_cannot_be_read_are_refused_before_the_run(tmp_path: Path, said: str) -> None:
    (tmp_path / "cases.notes.yaml").write_text(said, encoding="utf-8")
    with pytest.raises(BadInput, match="not the notes of a table"):
        check_ending(tmp_path / "cases.md")
