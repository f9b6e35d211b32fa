from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from assistant.domain.errors import Misconfigured
from assistant.embedding.export import export_folder
from assistant.embedding.load import DEFAULT_MODEL_ID, is_exported, load_embedder, make_export, model_id
from assistant.embedding.runtime import MANIFEST_FILE, MODEL_FILE, OnnxEmbedder
from assistant.embedding.weights import DEFAULT_SHA256, default_weights

TEXTS = [
    "Scaling and root planing is paid once per quadrant in 24 months.",
    "How often is deep cleaning covered?",
    "A custom oral appliance for obstructive sleep apnea, E0486.",
    "",
    "word " * 600,
]


@pytest.fixture(scope="session")
def embedder(model_cache: Path) -> OnnxEmbedder:
    loaded = load_embedder(model_cache)
    assert isinstance(loaded, OnnxEmbedder)
    return loaded


def test_vectors_are_unit_rows_in_order(embedder: OnnxEmbedder) -> None:
    rows = embedder.embed(TEXTS)
    assert rows.shape == (len(TEXTS), 384)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    alone = np.concatenate([embedder.embed([text]) for text in TEXTS])
    assert np.allclose(rows, alone, atol=1e-5)
    assert embedder.embed([]).shape == (0, 384)


def test_a_remembered_text_has_a_vector_of_its_own(embedder: OnnxEmbedder) -> None:
    first = embedder.embed(["night guard"])
    kept = first.copy()
    first[:] = 0
    assert np.array_equal(embedder.embed(["night guard"]), kept)


def test_near_meanings_are_near(embedder: OnnxEmbedder) -> None:
    cleaning, question, appliance, *_ = embedder.embed(TEXTS)
    assert question @ cleaning > question @ appliance + 0.1


@pytest.mark.slow
def test_the_export_agrees_with_sentence_transformers(embedder: OnnxEmbedder) -> None:
    from assistant.embedding.fallback import TorchEmbedder

    other = TorchEmbedder(default_weights())
    assert (embedder.embed(TEXTS) * other.embed(TEXTS)).sum(axis=1).min() > 0.99999
    assert other.model_id == embedder.model_id == DEFAULT_MODEL_ID
    assert (other.dimensions, other.max_tokens) == (embedder.dimensions, embedder.max_tokens) == (384, 256)
    assert [other.count_tokens(text) for text in TEXTS] == [embedder.count_tokens(text) for text in TEXTS]


def test_tokens_are_counted_past_the_limit(embedder: OnnxEmbedder) -> None:
    assert embedder.count_tokens("") == 2
    assert embedder.count_tokens("word") == 3
    assert embedder.count_tokens("word " * 600) == 602


def test_the_model_is_named_by_its_weights(embedder: OnnxEmbedder, model_cache: Path) -> None:
    assert embedder.model_id.endswith(DEFAULT_SHA256[:12])
    manifest = json.loads((export_folder(model_cache, default_weights()) / MANIFEST_FILE).read_text())
    assert manifest["weights_sha256"] == DEFAULT_SHA256


def test_other_weights_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.embedding.weights.DEFAULT_SHA256", "0" * 64)
    with pytest.raises(Misconfigured, match="not the expected ones"):
        default_weights()


def test_an_export_is_made_once(model_cache: Path) -> None:
    assert is_exported(model_cache)
    assert make_export(model_cache) is False


@pytest.mark.parametrize("damage", ["absent", "short", "manifest"])
def test_a_damaged_export_is_noticed_without_opening_it(model_cache: Path, tmp_path: Path, damage: str) -> None:
    folder = export_folder(model_cache, default_weights())
    copy = tmp_path / "embedder" / folder.name
    copy.mkdir(parents=True)
    for path in folder.iterdir():
        if path.name == MODEL_FILE:
            with (copy / MODEL_FILE).open("wb") as stream:
                stream.truncate(path.stat().st_size)
        else:
            shutil.copy(path, copy)
    assert is_exported(tmp_path)
    if damage == "absent":
        (copy / MODEL_FILE).unlink()
    elif damage == "short":
        (copy / MODEL_FILE).write_bytes(b"short")
    else:
        (copy / MANIFEST_FILE).write_text("{")
    assert not is_exported(tmp_path)
    with pytest.raises(Misconfigured):
        OnnxEmbedder(copy)


def test_no_torch_where_the_export_is_there(model_cache: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from assistant.embedding import load_embedder\n"
        f"load_embedder(Path({str(model_cache)!r})).embed(['a crown'])\n"
        "print(sorted({'torch', 'transformers', 'sentence_transformers', 'chromadb'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert done.stderr == ""


@pytest.mark.slow
def test_another_model_by_its_folder(model_cache: Path, tmp_path: Path) -> None:
    folder = tmp_path / "another-model"
    shutil.copytree(default_weights().folder, folder)
    other = load_embedder(model_cache, folder)
    assert other.model_id == model_id(folder)
    assert other.model_id.startswith("another-model@")
    assert other.model_id != model_id() == DEFAULT_MODEL_ID
    config = folder / "sentence_bert_config.json"
    config.write_text(config.read_text().replace("256", "128"))
    with pytest.raises(Misconfigured, match="128 word-pieces"):
        model_id(folder)
    (folder / "modules.json").unlink()
    with pytest.raises(Misconfigured, match="no sentence-transformers model"):
        load_embedder(model_cache, folder)
