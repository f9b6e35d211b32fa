"""An index generation: everything a search needs, in one folder that never changes once published."""

from __future__ import annotations

import json
import mmap
import re
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from copy import copy
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.domain.errors import Misconfigured
from assistant.domain.policy import Passage, PolicyDocument
from assistant.retrieval.lexical import LexicalIndex

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Raised whenever the files' meaning changes; an older generation is then rebuilt from the ledger.
FORMAT = 3

CURRENT = "CURRENT"
MANIFEST = "manifest.json"

#: Generations up to this size have every byte checked when they are opened; larger ones on ``verify``.
CHECKED_BYTES = 16_000_000

#: Passages that stay read, so that an answer does not parse what the one before it has parsed.
KEPT_PASSAGES = 4_000

#: Place of the last day in force among a passage's columns.
_LAST_DAY = 3

NAME = re.compile(r"^\d{6}-[0-9a-f]{12}$")


def current_name(root: Path) -> str | None:
    """Name of the generation that readers use, or ``None`` when nothing was published."""
    try:
        name = (root / CURRENT).read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise _damaged(root / CURRENT, str(error)) from None
    if not NAME.match(name):
        raise _damaged(root / CURRENT, "it names no generation")
    return name


def is_outdated(root: Path) -> bool:
    """Whether the published generation was written by a release with another format."""
    try:
        name = current_name(root)
        content = json.loads((root / "generations" / (name or "") / MANIFEST).read_text(encoding="utf-8"))
    except (Misconfigured, OSError, ValueError):
        return False
    return bool(content.get("format") != FORMAT)


class Generation:
    """A published generation, opened for reading; its files are mapped, not loaded."""

    def __init__(self, folder: Path) -> None:
        import numpy as np

        self.folder = folder
        self._last_days: dict[str, date] = {}
        self._read: dict[int, Passage] = {}
        self.manifest = read_manifest(folder)
        if self.manifest["bytes"] <= CHECKED_BYTES:
            check_files(folder, self.manifest)
        try:
            # a plain view: every row taken from a memmap is a memmap again, at ten times the price
            self.vectors: NDArray[np.float32] = np.asarray(np.load(folder / "vectors.npy", mmap_mode="r"))
            self.columns: NDArray[np.int32] = np.load(folder / "columns.npy")
            self._offsets = np.load(folder / "offsets.npy")
            self.lexical = LexicalIndex(folder)
            self._text = _mapped(folder / "passages.jsonl")
        except (OSError, ValueError) as error:
            raise _damaged(folder, str(error)) from None

    @property
    def name(self) -> str:
        """The generation's name."""
        return str(self.manifest["name"])

    @property
    def model(self) -> str:
        """Id of the model that made the vectors."""
        return str(self.manifest["model"])

    @property
    def size(self) -> int:
        """How many passages it holds."""
        return int(self.manifest["passages"])

    @cached_property
    def documents(self) -> tuple[PolicyDocument, ...]:
        """Every document version, with its last day settled."""
        rows = json.loads((self.folder / "documents.json").read_text(encoding="utf-8"))
        documents = (PolicyDocument.model_validate_json(json.dumps(row)) for row in rows)
        return tuple(
            document.model_copy(
                update={"effective_through": self._last_days.get(document.id, document.effective_through)}
            )
            for document in documents
        )

    @cached_property
    def payers(self) -> tuple[str, ...]:
        """Payer names in the order of the passages."""
        return tuple(self.manifest["payers"])

    @cached_property
    def plans(self) -> tuple[str, ...]:
        """Plan names; column ``plan`` counts from one, zero is every plan."""
        return tuple(self.manifest["plans"])

    def span_of(self, payer: str) -> tuple[int, int]:
        """First and last row (exclusive) of a payer's passages."""
        if payer not in self.payers:
            return (0, 0)
        number = self.payers.index(payer)
        column = self.columns[:, 0]
        return int(column.searchsorted(number, "left")), int(column.searchsorted(number, "right"))

    def passage(self, row: int) -> Passage:
        """The passage in this row."""
        if (known := self._read.get(row)) is not None:
            return known
        found = Passage.model_validate_json(self._text[int(self._offsets[row]) : int(self._offsets[row + 1])])
        if found.document in self._last_days:
            found = found.model_copy(update={"effective_through": self._last_days[found.document]})
        if len(self._read) < KEPT_PASSAGES:
            self._read[row] = found
        return found

    def ending(self, last_days: Mapping[str, date]) -> Generation:
        """The same generation with other last days for some documents, because a version elsewhere supersedes them."""
        if not last_days:
            return self
        other = copy(self)
        other.__dict__.pop("documents", None)
        other._read = {}
        other._last_days = dict(last_days)
        other.columns = self.columns.copy()
        for document, day in last_days.items():
            other.columns[self.rows_of(document), _LAST_DAY] = day.toordinal()
        return other

    @cached_property
    def _keys(self) -> tuple[list[str], list[int]]:
        lines = (self.folder / "keys.txt").read_text(encoding="utf-8").split("\n") if self.size else []
        order = sorted(range(len(lines)), key=lines.__getitem__)
        return [lines[row] for row in order], order

    def row_of(self, key: str) -> int | None:
        """Row of the passage with this key."""
        keys, rows = self._keys
        place = bisect_left(keys, key)
        return rows[place] if place < len(keys) and keys[place] == key else None

    def rows_of(self, document: str) -> list[int]:
        """Rows of a document's passages, in reading order."""
        keys, rows = self._keys
        first, last = bisect_left(keys, f"{document}#"), bisect_right(keys, f"{document}#\uffff")
        return sorted(rows[first:last])


def read_manifest(folder: Path) -> dict[str, Any]:
    """The generation's own list of files; ``Misconfigured`` when unreadable or of another format."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _damaged(folder, str(error)) from None
    if manifest.get("format") != FORMAT:
        raise _damaged(folder, "it was written by another release")
    return manifest


def check_files(folder: Path, manifest: dict[str, Any]) -> None:
    """Compare every file with the checksum it was written with."""
    for name, (size, checksum) in manifest["files"].items():
        try:
            data = (folder / name).read_bytes()
        except OSError as error:
            raise _damaged(folder / name, error.strerror or "unreadable") from None
        if len(data) != size or zlib.crc32(data) != checksum:
            raise _damaged(folder / name, "its content is not what was written")


def _mapped(path: Path) -> bytes | mmap.mmap:
    if path.stat().st_size == 0:
        return b""
    with path.open("rb") as stream:
        return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)


def _damaged(where: Path, reason: str) -> Misconfigured:
    return Misconfigured(
        f"the search index is damaged: {reason}", where=str(where), fix="run `claimwright corpus rebuild` (or `setup`)"
    )
