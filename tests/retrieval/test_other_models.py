"""Another embedder and a reranker, each with random weights: what holds whatever the model says."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np
import pytest

from assistant.domain.errors import Misconfigured
from assistant.embedding.fallback import TorchEmbedder
from assistant.embedding.weights import other_weights
from assistant.retrieval.library import Library
from assistant.retrieval.second_look import RERANK_BOOST
from assistant.retrieval.setup import own_shelf

if TYPE_CHECKING:
    from numpy.typing import NDArray

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def tiny() -> ModuleType:
    spec = importlib.util.spec_from_file_location("tiny_models", Path(__file__).parents[1] / "tiny_models.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Preferring:
    """A reranker that knows one word."""

    name = "preferring"

    def __init__(self, word: str) -> None:
        self.word = word
        self.asked: list[int] = []

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked.append(len(texts))
        return np.array([float(self.word in text) for text in texts], dtype=np.float32)


@pytest.mark.slow
def test_another_embedder_is_refused_until_the_index_is_made_anew(
    tiny: ModuleType, tmp_path: Path, documents: Path
) -> None:
    first, second = (TorchEmbedder(other_weights(tiny.tiny_embedder(tmp_path / f"m{n}", seed=n))) for n in (1, 2))
    assert first.model_id != second.model_id

    def library(embedder: TorchEmbedder) -> Library:
        return Library(None, own_shelf(tmp_path / "home", "local", None), lambda: embedder)

    library(first).add([documents])
    assert library(first).search("crown", k=2, on=TODAY, payer="Northlake Dental")
    with pytest.raises(Misconfigured, match="questions are embedded with") as caught:
        library(second).search("crown", k=2, on=TODAY, payer="Northlake Dental")
    assert "corpus rebuild" in (caught.value.fix or "")
    seen: list[tuple[int, int]] = []
    library(second).rebuild(lambda done, total, _what: seen.append((done, total)))
    assert seen[0] == (0, seen[0][1])
    assert library(second).search("crown", k=2, on=TODAY, payer="Northlake Dental")
    assert library(second).verify().ok


def test_a_reranker_orders_the_best_anew_and_says_so(
    tmp_path: Path, documents: Path, fake_embedder: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.retrieval.second_look.RERANK_BOOST", 9.0)
    embedder = fake_embedder()
    shelf = own_shelf(tmp_path / "home", "local", None)
    plain = Library(None, shelf, lambda: embedder)
    plain.add([documents])
    before = plain.search("crown", k=5, on=TODAY, payer="Northlake Dental")
    word = max(before[-1].passage.text.split(), key=len)
    reranker = Preferring(word)
    after = Library(None, shelf, lambda: embedder, reranker=reranker).search(
        "crown", k=5, on=TODAY, payer="Northlake Dental"
    )
    assert word in after[0].passage.text
    assert after[0].signals["rerank"] == 9.0
    assert reranker.asked


@pytest.mark.slow
def test_a_real_cross_encoder_fits_in(tiny: ModuleType, tmp_path: Path, documents: Path, fake_embedder: type) -> None:
    from assistant.embedding.reranker import CrossEncoderReranker

    embedder = fake_embedder()
    reranker = CrossEncoderReranker(tiny.tiny_cross_encoder(tmp_path / "tiny"))
    library = Library(None, own_shelf(tmp_path / "home", "local", None), lambda: embedder, reranker=reranker)
    library.add([documents])
    hits = library.search("crown replacement", k=3, on=TODAY, payer="Northlake Dental")
    assert all(0 < hit.signals["rerank"] < RERANK_BOOST for hit in hits)
