"""Turn the sentence-transformers model into one ONNX file, once."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Any

from assistant.embedding.runtime import MANIFEST_FILE, MODEL_FILE, TOKENIZER_FILE
from assistant.embedding.weights import Weights, silence_transformers

OPSET = 17


def export_folder(cache: Path, weights: Weights) -> Path:
    """Where the export of these weights lies, whether or not it is there yet."""
    return cache / "embedder" / weights.model_id.replace("@", "-")


def discard_export(cache: Path, weights: Weights) -> None:
    """Remove an unusable export, so that a new one can take its place."""
    shutil.rmtree(export_folder(cache, weights), ignore_errors=True)


def export_onnx(cache: Path, weights: Weights) -> Path:
    """Write the fp32 export into the cache in one step and return its folder.

    The folder appears complete or not at all; a second exporter that comes late discards its own copy.
    """
    target = export_folder(cache, weights)
    if (target / MANIFEST_FILE).exists():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=".building-", dir=target.parent))
    try:
        dimensions = _trace(weights, building / MODEL_FILE)
        shutil.copyfile(weights.folder / TOKENIZER_FILE, building / TOKENIZER_FILE)
        _write_manifest(building, weights, dimensions)
        building.chmod(0o755)
        try:
            building.rename(target)
        except OSError:
            if not (target / MANIFEST_FILE).exists():
                raise
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return target


def _write_manifest(folder: Path, weights: Weights, dimensions: int) -> None:
    files = {name: (folder / name).stat().st_size for name in (MODEL_FILE, TOKENIZER_FILE)}
    manifest = {
        "model_id": weights.model_id,
        "weights_sha256": weights.sha256,
        "dimensions": dimensions,
        "max_tokens": weights.max_tokens,
        "files": files,
    }
    path = folder / MANIFEST_FILE
    with path.open("w", encoding="utf-8") as stream:
        json.dump(manifest, stream, indent=2)
        stream.flush()
        os.fsync(stream.fileno())


def _trace(weights: Weights, path: Path) -> int:
    """Export with mean pooling and normalisation inside the graph; returns the vector's length."""
    import torch
    from transformers import AutoModel

    silence_transformers()

    class Pooled(torch.nn.Module):
        """The encoder, averaged over real tokens and scaled to length one."""

        def __init__(self, encoder: Any) -> None:
            super().__init__()
            self.encoder = encoder

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            weight = attention_mask.unsqueeze(-1).to(hidden.dtype)
            mean = (hidden * weight).sum(1) / weight.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean, p=2, dim=1)

    encoder = AutoModel.from_pretrained(str(weights.folder), attn_implementation="eager").eval()
    example = torch.ones((2, 8), dtype=torch.int64)
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")  # the tracer warns about shapes that the dynamic axes below settle
        torch.onnx.export(
            Pooled(encoder),
            (example, example),
            str(path),
            input_names=["input_ids", "attention_mask"],
            output_names=["vector"],
            dynamic_axes={
                "input_ids": {0: "batch", 1: "tokens"},
                "attention_mask": {0: "batch", 1: "tokens"},
                "vector": {0: "batch"},
            },
            opset_version=OPSET,
            dynamo=False,
        )
    return int(encoder.config.hidden_size)
