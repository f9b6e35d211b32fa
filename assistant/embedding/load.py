"""Pick the fastest embedder that works here."""

from __future__ import annotations

from pathlib import Path

from assistant.domain.errors import Misconfigured
from assistant.domain.ports import Embedder
from assistant.embedding.runtime import OnnxEmbedder, read_manifest
from assistant.embedding.weights import DEFAULT_NAME, DEFAULT_SHA256, default_weights, keep_offline, other_weights

DEFAULT_MODEL_ID = f"{DEFAULT_NAME}@{DEFAULT_SHA256[:12]}"


def model_id(folder: Path | None = None) -> str:
    """Id of the default model, or of the model in ``folder``, without loading it."""
    return other_weights(folder).model_id if folder else DEFAULT_MODEL_ID


def load_embedder(cache: Path, folder: Path | None = None) -> Embedder:
    """The exported model from ``cache``, else the same weights through sentence-transformers.

    Nothing is written; ``make_export`` writes. Opening the export hashes no weights and imports no torch.
    Another model, in ``folder``, always works through sentence-transformers.
    """
    keep_offline()
    if folder is not None:
        from assistant.embedding.fallback import TorchEmbedder

        return TorchEmbedder(other_weights(folder))
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
