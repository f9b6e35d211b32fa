"""The exported model at work: onnxruntime and tokenizers, nothing else."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.domain.errors import Misconfigured

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MODEL_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
MANIFEST_FILE = "manifest.json"

#: Texts that share one run; they are sorted by length first, so padding stays small.
BATCH = 4

#: Single texts whose vectors are remembered, the oldest forgotten first.
REMEMBERED = 256

#: Runs side by side, each on one thread; two threads inside one run spend half their time waiting for each other.
WORKERS = min(os.cpu_count() or 1, 8)


class OnnxEmbedder:
    """Embeds through the fp32 export; pooling and normalising are inside the graph."""

    def __init__(self, folder: Path) -> None:
        manifest = read_manifest(folder)
        self.model_id: str = manifest["model_id"]
        self.dimensions: int = manifest["dimensions"]
        self.max_tokens: int = manifest["max_tokens"]
        self._tokenizer = _tokenizer(folder / TOKENIZER_FILE)
        self._folder = folder
        self._session: Any = None
        self._last: dict[tuple[int, ...], NDArray[np.float32]] = {}

    def count_tokens(self, text: str) -> int:
        """Word-pieces of ``text``, special tokens included, without truncation."""
        return len(self._tokenizer.encode(text).ids)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector a row, in the order of ``texts``."""
        encoded = [
            encoding.ids[: self.max_tokens - 1] + encoding.ids[-1:]
            if len(encoding.ids) > self.max_tokens
            else encoding.ids
            for encoding in self._tokenizer.encode_batch(list(texts))
        ]
        return self._known(encoded[0]) if len(encoded) == 1 else self._embed(encoded)

    def _known(self, ids: list[int]) -> NDArray[np.float32]:
        """The vector of one text; a turn asks for the same words more than once."""
        key = tuple(ids)
        vector = self._last.pop(key, None)
        if vector is None:
            vector = self._embed([ids])
        self._last[key] = vector
        if len(self._last) > REMEMBERED:
            self._last.pop(next(iter(self._last)), None)
        return vector.copy()

    def _embed(self, encoded: list[list[int]]) -> NDArray[np.float32]:
        import numpy as np

        rows = np.zeros((len(encoded), self.dimensions), dtype=np.float32)
        order = sorted(range(len(encoded)), key=lambda i: len(encoded[i]))
        batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
        self._open()
        for chosen, vectors in zip(batches, self._run_all([[encoded[i] for i in b] for b in batches]), strict=True):
            rows[chosen] = vectors
        return rows

    def _run_all(self, batches: list[list[list[int]]]) -> list[NDArray[np.float32]]:
        if len(batches) < 2 or WORKERS < 2:
            return [self._run(batch) for batch in batches]
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(WORKERS) as pool:
            return list(pool.map(self._run, batches))

    def _run(self, batch: list[list[int]]) -> NDArray[np.float32]:
        import numpy as np

        width = max(len(ids) for ids in batch)
        ids = np.zeros((len(batch), width), dtype=np.int64)
        mask = np.zeros((len(batch), width), dtype=np.int64)
        for row, tokens in enumerate(batch):
            ids[row, : len(tokens)] = tokens
            mask[row, : len(tokens)] = 1
        vectors: NDArray[np.float32] = self._open().run(None, {"input_ids": ids, "attention_mask": mask})[0]
        return vectors

    def _open(self) -> Any:
        if self._session is None:
            self._session = _session(self._folder / MODEL_FILE)
        return self._session


def read_manifest(folder: Path) -> dict[str, Any]:
    """The export's own description; ``Misconfigured`` when it is absent or its files are not as written."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))
        whole = all((folder / name).stat().st_size == size for name, size in manifest["files"].items())
    except (OSError, ValueError, KeyError) as error:
        raise Misconfigured("the exported embedding model is missing or unreadable", where=str(folder)) from error
    if not whole:
        raise Misconfigured("the exported embedding model is incomplete", where=str(folder))
    return manifest


def _tokenizer(path: Path) -> Any:
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _session(path: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
