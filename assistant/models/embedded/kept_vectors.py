"""Examples as vectors, made once and kept in a folder."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.domain.ports import Embedder


class KeptVectors:
    """The vectors of ``examples``, one a row; kept under ``name`` in ``folder`` where that can be written."""

    def __init__(
        self, name: str, examples: Sequence[str], embedder: Callable[[], Embedder], folder: Path | None
    ) -> None:
        self._name = name
        self._examples = list(examples)
        self._embedder = embedder
        self._folder = folder
        self._vectors: NDArray[np.float32] | None = None

    def all(self) -> NDArray[np.float32]:
        """The vectors: in memory, else from the folder, else made and kept."""
        if self._vectors is None:
            vectors = self._read()
            self._vectors = self._made() if vectors is None else vectors
        return self._vectors

    def of(self, text: str) -> NDArray[np.float32]:
        """The vector of one text."""
        vector: NDArray[np.float32] = self._embedder().embed([text[:600]])[0]
        return vector

    def _file(self) -> Path | None:
        if self._folder is None:
            return None
        told = json.dumps([self._embedder().model_id, self._examples])
        return self._folder / f"{self._name}-{hashlib.sha256(told.encode()).hexdigest()[:16]}.npy"

    def _read(self) -> NDArray[np.float32] | None:
        import numpy as np

        file = self._file()
        if file is None or not file.is_file():
            return None
        try:
            vectors: NDArray[np.float32] = np.load(file, allow_pickle=False)
        except (OSError, ValueError):
            return None  # a damaged file is made anew
        return vectors if vectors.shape == (len(self._examples), self._embedder().dimensions) else None

    def _made(self) -> NDArray[np.float32]:
        """Write beside the place and move, so that a reader never sees half; a read-only cache stays as it is."""
        import numpy as np

        vectors = self._embedder().embed(self._examples)
        file = self._file()
        if file is not None:
            beside = file.with_name(f"{file.stem}-{os.getpid()}.npy")
            try:
                file.parent.mkdir(parents=True, exist_ok=True)
                np.save(beside, vectors, allow_pickle=False)
                beside.replace(file)
            except OSError:
                beside.unlink(missing_ok=True)
        return vectors
