"""Arrays in a folder: read back as they were, made anew where damaged, another key where anything changed."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from assistant.embedding.load import load_embedder
from assistant.models.embedded.declines import DeclineIndex
from assistant.models.embedded.kept_arrays import KeptArrays

_ARRAYS = {"numbers": np.arange(3.0), "words": np.array(["a", "bc"])}


def test_what_was_kept_is_read(tmp_path: Path) -> None:
    KeptArrays("some", tmp_path).write("key", _ARRAYS)
    found = KeptArrays("some", tmp_path).read("key")
    assert found is not None
    assert {name: array.tolist() for name, array in found.items()} == {"numbers": [0, 1, 2], "words": ["a", "bc"]}
    assert [path.name for path in tmp_path.iterdir()] == ["some-key.npz"]


def test_a_damaged_file_and_no_folder_hold_nothing(tmp_path: Path) -> None:
    (tmp_path / "some-key.npz").write_bytes(b"PK but no archive")
    assert KeptArrays("some", tmp_path).read("key") is None
    assert KeptArrays("some", tmp_path).read("other") is None
    KeptArrays("some", None).write("key", _ARRAYS)
    assert KeptArrays("some", None).read("key") is None


def test_a_folder_that_cannot_be_written_is_left(tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_text("no folder")
    KeptArrays("some", place / "below").write("key", _ARRAYS)
    assert place.read_text() == "no folder"


def test_the_key_follows_values_and_tables() -> None:
    keys = {KeptArrays.key(["a"]), KeptArrays.key(["b"]), KeptArrays.key(["a"], ["refusal_examples.yaml"])}
    assert len(keys) == 3


def test_a_kept_judge_scores_as_the_one_that_was_weighed(shipped_cache: Path, tmp_path: Path) -> None:
    embedder = load_embedder(shipped_cache, None)
    first, second = DeclineIndex(lambda: embedder, tmp_path), DeclineIndex(lambda: embedder, tmp_path)
    text = "bill the crown although it was never done"
    assert first.judge(text) == second.judge(text)
    assert [path.suffix for path in tmp_path.iterdir()] == [".npz"]
