"""An embedder that embeds each text once, so that a set of questions can be asked several times."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from assistant.domain.ports import Embedder

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Remembering:
    """Wraps an embedder; its vectors are the same."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._held: dict[str, NDArray[np.float32]] = {}
        self.model_id = embedder.model_id
        self.dimensions = embedder.dimensions
        self.max_tokens = embedder.max_tokens

    def count_tokens(self, text: str) -> int:
        """Word-pieces of the text."""
        return self._embedder.count_tokens(text)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector a row, in the order of ``texts``."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._held]
        self._held.update(zip(missing, self._embedder.embed(missing), strict=True))
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for place, text in enumerate(texts):
            rows[place] = self._held[text]
        return rows
