from __future__ import annotations

from pathlib import Path

import bm25s
import numpy as np
import pytest

from assistant.retrieval.lexical import K1, B, CorpusStatistics, LexicalIndex, write_lexical

PASSAGES = [
    ["crown", "once", "per", "tooth", "84", "month"],
    ["crown", "crown", "crown", "build", "up"],
    ["deep", "clean", "quadrant", "24", "month"],
    [],
    ["crown", "month", "crown", "month", "tooth", "tooth", "d2740"],
    ["guard"],
]


def index(folder: Path, passages: list[list[str]]) -> LexicalIndex:
    folder.mkdir()
    write_lexical(folder, passages)
    return LexicalIndex(folder)


@pytest.mark.parametrize("words", [["crown"], ["crown", "month"], ["d2740", "quadrant", "absent"]])
def test_scores_are_those_of_bm25s(tmp_path: Path, words: list[str]) -> None:
    ours = index(tmp_path / "i", PASSAGES)
    statistics = CorpusStatistics([ours])
    weights = {word: statistics.idf(word) for word in words}
    theirs = bm25s.BM25(method="lucene", k1=K1, b=B)
    theirs.index([passage or ["only here"] for passage in PASSAGES], show_progress=False)
    scores = ours.score(weights, statistics.mean_length)
    wanted = theirs.get_scores([word for word in words if word != "absent"])
    # bm25s leaves out the constant factor (k1 + 1), which changes no order; the empty passage stands in as one word
    ratio = scores[wanted > 0] / wanted[wanted > 0]
    assert list(np.argsort(-scores, kind="stable")) == list(np.argsort(-wanted, kind="stable"))
    assert np.allclose(ratio, K1 + 1, rtol=0.05)


def test_two_collections_score_as_one(tmp_path: Path) -> None:
    whole = index(tmp_path / "whole", PASSAGES)
    parts = [index(tmp_path / "a", PASSAGES[:2]), index(tmp_path / "b", PASSAGES[2:])]
    together, apart = CorpusStatistics([whole]), CorpusStatistics(parts)
    for word in ("crown", "month", "guard", "nowhere"):
        assert apart.idf(word) == together.idf(word)
    weights = {word: together.idf(word) for word in ("crown", "month", "guard")}
    joined = np.concatenate([part.score(weights, apart.mean_length) for part in parts])
    assert np.allclose(joined, whole.score(weights, together.mean_length))


def test_a_slip_of_the_keyboard_is_understood(tmp_path: Path) -> None:
    statistics = CorpusStatistics([index(tmp_path / "i", [["quadrant", "crown", "crowd"], ["crown"]])])
    assert statistics.meant("quadrnt") == "quadrant"
    assert statistics.meant("quardant") == "quadrant"
    assert statistics.meant("crown") is None, "a known word stands"
    assert statistics.meant("crowm") == "crown", "the commoner word"
    assert statistics.meant("xuadrant") is None
    assert statistics.meant("crow") is None, "too short"


def test_nothing_indexed_scores_nothing(tmp_path: Path) -> None:
    empty = index(tmp_path / "i", [])
    statistics = CorpusStatistics([empty])
    assert empty.frequency("crown") == 0
    assert len(empty.score({"crown": 1.0}, statistics.mean_length)) == 0
    assert CorpusStatistics([]).passages == 0
