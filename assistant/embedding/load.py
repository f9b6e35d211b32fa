"""Pick the fastest embedder that works here."""

from __future__ import annotations

from pathlib import Path

from assistant.domain.errors import Misconfigured
from assistant.domain.ports import Embedder
from assistant.embedding.runtime import OnnxEmbedder, read_manifest
from assistant.embedding.weights import DEFAULT_NAME, DEFAULT_SHA256, default_weights, keep_offline

DEFAULT_MODEL_ID = f"{DEFAULT_NAME}@{DEFAULT_SHA256[:12]}"


def load_embedder(cache: Path) -> Embedder:
    """The exported model from ``cache``, else the same weights through sentence-transformers.

    Nothing is written; ``make_export`` writes. Opening the export hashes no weights and imports no torch.
    """
    keep_offline()
    try:
        return OnnxEmbedder(_folder(cache))
    except (Misconfigured, ImportError):
        from assistant.embedding.fallback import TorchEmbedder

        return TorchEmbedder(default_weights())


def is_exported(cache: Path) -> bool:
    """Whether the export of the default model lies in ``cache``, complete."""
    try:
        read_manifest(_folder(cache))
    except Misconfigured:
        return False
    return True


def make_export(cache: Path) -> bool:
    """Export the default model into ``cache`` unless it is there; true when it was written now."""
    if is_exported(cache):
        return False
    from assistant.embedding.export import discard_export, export_onnx

    weights = default_weights()
    discard_export(cache, weights)
    export_onnx(cache, weights)
    return True


def _folder(cache: Path) -> Path:
    return cache / "embedder" / DEFAULT_MODEL_ID.replace("@", "-")
