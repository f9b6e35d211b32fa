"""The same model through sentence-transformers, for when no export can be made or opened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from assistant.embedding.weights import Weights, keep_offline, silence_transformers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class TorchEmbedder:
    """Slower to start and to answer; the vectors agree with the export's, so the id is the same."""

    def __init__(self, weights: Weights) -> None:
        keep_offline()
        from sentence_transformers import SentenceTransformer

        silence_transformers()
        self._model: Any = SentenceTransformer(str(weights.folder), device="cpu")
        self.model_id = weights.model_id
        self.max_tokens = weights.max_tokens
        self.dimensions = int(self._model.encode(["size"]).shape[1])

    def count_tokens(self, text: str) -> int:
        """Word-pieces of ``text``, special tokens included, without truncation."""
        return len(self._model.tokenizer(text, truncation=False, verbose=False)["input_ids"])

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector a row, in the order of ``texts``."""
        import numpy as np

        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        vectors = self._model.encode(list(texts), batch_size=8, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)
