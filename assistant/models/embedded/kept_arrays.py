"""Arrays that are worked out once and kept in a folder."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Arrays = dict[str, NDArray[Any]]


class KeptArrays:
    """Arrays under ``name`` in ``folder``, by a key of all that they were made from; ``None`` keeps nothing."""

    def __init__(self, name: str, folder: Path | None) -> None:
        self._name, self._folder = name, folder

    @staticmethod
    def key(told: Sequence[object], tables: Sequence[str] = ()) -> str:
        """A key of plain values and of the content of tables, which are not read for it."""
        seen = hashlib.sha256(json.dumps(list(told)).encode())
        for table in tables:
            seen.update(files("corpus").joinpath("tables", table).read_bytes())
        return seen.hexdigest()[:16]

    def read(self, key: str) -> Arrays | None:
        """The arrays, or ``None`` where they were never kept or are damaged."""
        import numpy as np

        file = self._file(key)
        if file is None or not file.is_file():
            return None
        try:
            with np.load(file, allow_pickle=False) as kept:
                return {name: kept[name] for name in kept.files}
        except (OSError, ValueError, BadZipFile):
            return None  # a damaged file is made anew

    def write(self, key: str, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Write beside the place and move, so that a reader never sees half; a read-only folder stays as it is."""
        import numpy as np

        file = self._file(key)
        if file is None:
            return
        beside = file.with_name(f"{file.stem}-{os.getpid()}.part.npz")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            np.savez(beside, allow_pickle=False, **arrays)
            beside.replace(file)
        except OSError:
            if file.parent.is_dir():
                beside.unlink(missing_ok=True)

    def _file(self, key: str) -> Path | None:
        return None if self._folder is None else self._folder / f"{self._name}-{key}.npz"
