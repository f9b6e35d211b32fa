"""A cross-encoder in a local folder: it reads question and passage together and says how well they fit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.domain.errors import Misconfigured
from assistant.embedding.weights import keep_offline, silence_transformers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_WEIGHTS = ("model.safetensors", "pytorch_model.bin")


class CrossEncoderReranker:
    """Scores pairs of question and passage from 0 to 1; the model is loaded when it is first asked.

    Raises ``Misconfigured`` when the folder holds no model, or one that gives more than one score a pair.
    """

    def __init__(self, folder: Path) -> None:
        if not (folder / "config.json").is_file() or not any((folder / name).is_file() for name in _WEIGHTS):
            raise Misconfigured(
                "this folder holds no cross-encoder",
                where=str(folder),
                fix="name a folder with config.json and model.safetensors in CLAIMWRIGHT_RERANKER, or leave it empty",
            )
        self.name = folder.name
        self._folder = folder
        self._model: Any = None

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """How well each text answers the question, in the order of ``texts``."""
        import numpy as np

        if not texts:
            return np.zeros(0, dtype=np.float32)
        found = self._opened().predict([(question, text) for text in texts], show_progress_bar=False)
        return np.asarray(found, dtype=np.float32)

    def _opened(self) -> Any:
        if self._model is None:
            self._model = _open(self._folder)
        return self._model


def _open(folder: Path) -> Any:
    keep_offline()
    import torch
    from safetensors import SafetensorError
    from sentence_transformers import CrossEncoder

    silence_transformers()
    try:
        model = CrossEncoder(str(folder), device="cpu", activation_fn=torch.nn.Sigmoid(), local_files_only=True)
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise Misconfigured(f"the cross-encoder cannot be opened: {first}", where=str(folder)) from error
    if model.num_labels != 1:
        raise Misconfigured(
            f"the model gives {model.num_labels} scores for a pair, a reranker gives one", where=str(folder)
        )
    return model
