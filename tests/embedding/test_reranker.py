from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from assistant.domain.errors import Misconfigured
from assistant.embedding.reranker import CrossEncoderReranker

TEXTS = ["Crowns are replaced once in 84 months.", "Claims are due within 180 days.", "A guard needs a narrative."]


@pytest.mark.slow
def test_every_pair_gets_one_score_between_nothing_and_one(tiny_models: ModuleType, tmp_path: Path) -> None:
    reranker = CrossEncoderReranker(tiny_models.tiny_cross_encoder(tmp_path / "tiny"))
    first = reranker.scores("crown replacement", TEXTS)
    assert reranker.name == "tiny"
    assert first.shape == (3,)
    assert ((first > 0) & (first < 1)).all()
    assert (reranker.scores("crown replacement", TEXTS[::-1])[::-1] - first).max() < 1e-5
    assert len(reranker.scores("crown", [])) == 0


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="no cross-encoder") as caught:
        CrossEncoderReranker(tmp_path)
    assert "CLAIMWRIGHT_RERANKER" in (caught.value.fix or "")


@pytest.mark.slow
def test_a_model_with_several_scores_is_no_reranker(tiny_models: ModuleType, tmp_path: Path) -> None:
    reranker = CrossEncoderReranker(tiny_models.tiny_cross_encoder(tmp_path / "three", labels=3))
    with pytest.raises(Misconfigured, match="gives 3 scores"):
        reranker.scores("crown", TEXTS)


def test_damaged_weights_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "damaged"
    folder.mkdir()
    (folder / "config.json").write_text('{"model_type": "bert", "num_labels": 1}', encoding="utf-8")
    (folder / "model.safetensors").write_bytes(b"not weights")
    with pytest.raises(Misconfigured, match="cannot be opened"):
        CrossEncoderReranker(folder).scores("crown", TEXTS)
