"""An embedder without a model: texts that share words point the same way."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


class FakeEmbedder:
    """Deterministic, quick, and fit for tests of everything but meaning itself."""

    max_tokens = 256

    def __init__(self, model_id: str = "words@1", dimensions: int = 32) -> None:
        self.model_id = model_id
        self.dimensions = dimensions
        self.embedded = 0

    def count_tokens(self, text: str) -> int:
        return 2 + len(re.findall(r"\w+|[^\w\s]", text))

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.embedded += len(texts)
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.casefold()) or ["nothing"]:
                rows[row] += self._direction(word)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def _direction(self, word: str) -> NDArray[np.float32]:
        seed = int.from_bytes(hashlib.sha256(f"{self.model_id}{word}".encode()).digest()[:8], "little")
        return np.random.default_rng(seed).normal(size=self.dimensions).astype(np.float32)
