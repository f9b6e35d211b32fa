"""An index generation: everything a search needs, in one folder that never changes once published."""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import re
import shutil
import tempfile
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.domain.errors import Misconfigured
from assistant.domain.policy import Passage, PolicyDocument
from assistant.retrieval.dense import ChromaStore
from assistant.retrieval.lexical import LexicalIndex, write_lexical
from assistant.retrieval.tokens import tokens

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Raised whenever the files' meaning changes; an older generation is then rebuilt from the ledger.
FORMAT = 2

CURRENT = "CURRENT"
MANIFEST = "manifest.json"

#: Generations up to this size have every byte checked when they are opened; larger ones on ``verify``.
CHECKED_BYTES = 16_000_000

#: Days before the first and after the last, for versions that state no end.
_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()

#: Place of the last day in force among a passage's columns.
_LAST_DAY = 3

_NAME = re.compile(r"^\d{6}-[0-9a-f]{12}$")


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """A passage on its way into a generation."""

    passage: Passage
    indexed_text: str
    vector: bytes


@dataclass(frozen=True, slots=True)
class Content:
    """What a generation is made of, in its final order, and the digest that names it."""

    documents: tuple[PolicyDocument, ...]
    passages: tuple[IndexedPassage, ...]
    model: str
    digest: str


def arrange(documents: Iterable[PolicyDocument], passages: Iterable[IndexedPassage], model: str) -> Content:
    """Order by payer, document and place, so that a payer's passages are neighbours; take dates from the documents."""
    settled = {document.id: document for document in documents}
    ordered = sorted(
        (_dated(entry, settled[entry.passage.document]) for entry in passages),
        key=lambda entry: (entry.passage.payer, entry.passage.document, entry.passage.ordinal),
    )
    listed = tuple(settled[name] for name in sorted(settled))
    digest = hashlib.sha256(f"{FORMAT}\n{model}".encode())
    for document in listed:
        digest.update(document.model_dump_json().encode())
    for entry in ordered:
        digest.update(f"\n{entry.passage.key}\n{entry.passage.ordinal}\n{entry.indexed_text}".encode())
    return Content(listed, tuple(ordered), model, digest.hexdigest())


def _dated(entry: IndexedPassage, document: PolicyDocument) -> IndexedPassage:
    if entry.passage.effective_through == document.effective_through:
        return entry
    passage = entry.passage.model_copy(update={"effective_through": document.effective_through})
    return IndexedPassage(passage, entry.indexed_text, entry.vector)


def publish(root: Path, content: Content, number: int, chroma: ChromaStore | None = None) -> str:
    """Write a generation beside the others and point to it; returns its name.

    Readers see the previous generation until the pointer is switched in one step.
    """
    previous = _previous(root)
    name = f"{number:06d}-{content.digest[:12]}"
    generations = root / "generations"
    generations.mkdir(parents=True, exist_ok=True)
    _sweep(generations)
    target = generations / name
    if not (target / MANIFEST).exists():
        building = Path(tempfile.mkdtemp(prefix=".building-", dir=generations))
        try:
            _write(building, content, name)
            if chroma is not None and content.passages:
                keys = [entry.passage.key for entry in content.passages]
                chroma.write(building, name, keys, _vectors(content), previous)
            building.chmod(0o755)
            shutil.rmtree(target, ignore_errors=True)
            building.rename(target)
        finally:
            shutil.rmtree(building, ignore_errors=True)
    _sync_folder(generations)
    point_to(root, name)
    for old in prune(root):
        if chroma is not None:
            chroma.forget(root / "generations" / old)
    return name


def point_to(root: Path, name: str) -> None:
    """Switch the pointer to a finished generation."""
    pointer = root / f".{CURRENT}.new"
    with pointer.open("w", encoding="ascii") as stream:
        stream.write(name)
        stream.flush()
        os.fsync(stream.fileno())
    pointer.replace(root / CURRENT)
    _sync_folder(root)


def current_name(root: Path) -> str | None:
    """Name of the generation that readers use, or ``None`` when nothing was published."""
    try:
        name = (root / CURRENT).read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise _damaged(root / CURRENT, str(error)) from None
    if not _NAME.match(name):
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


def newest_number(root: Path) -> int:
    """Number of the newest generation on disk, published or not; 0 when there is none."""
    generations = root / "generations"
    names = [path.name for path in generations.iterdir()] if generations.is_dir() else []
    return max((int(name[:6]) for name in names if _NAME.match(name)), default=0)


def prune(root: Path) -> tuple[str, ...]:
    """Keep the present generation and the one before it, which a reader may still be opening; returns what went."""
    names = sorted(path.name for path in (root / "generations").iterdir() if _NAME.match(path.name))
    gone = tuple(name for name in names[:-2] if name != current_name(root))
    for name in gone:
        shutil.rmtree(root / "generations" / name, ignore_errors=True)
    return gone


class Generation:
    """A published generation, opened for reading; its files are mapped, not loaded."""

    def __init__(self, folder: Path) -> None:
        import numpy as np

        self.folder = folder
        self._last_days: dict[str, date] = {}
        self.manifest = read_manifest(folder)
        if self.manifest["bytes"] <= CHECKED_BYTES:
            check_files(folder, self.manifest)
        try:
            self.vectors: NDArray[np.float32] = np.load(folder / "vectors.npy", mmap_mode="r")
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
        found = Passage.model_validate_json(self._text[int(self._offsets[row]) : int(self._offsets[row + 1])])
        if found.document in self._last_days:
            return found.model_copy(update={"effective_through": self._last_days[found.document]})
        return found

    def ending(self, last_days: Mapping[str, date]) -> Generation:
        """The same generation with other last days for some documents, because a version elsewhere supersedes them."""
        if not last_days:
            return self
        other = copy(self)
        other.__dict__.pop("documents", None)
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


def _write(folder: Path, content: Content, name: str) -> None:
    import numpy as np

    passages = [entry.passage for entry in content.passages]
    payers = sorted({passage.payer for passage in passages})
    plans = sorted({passage.plan for passage in passages if passage.plan})
    _save_text(folder, passages, content.documents)
    np.save(folder / "vectors.npy", _vectors(content))
    np.save(folder / "columns.npy", _columns(passages, payers, plans))
    write_lexical(folder, (tokens(_lexical_text(entry)) for entry in content.passages))
    files = {path.name: _checksum(path) for path in sorted(folder.iterdir()) if path.is_file()}
    manifest = {
        "format": FORMAT,
        "name": name,
        "digest": content.digest,
        "model": content.model,
        "passages": len(passages),
        "documents": len(content.documents),
        "payers": payers,
        "plans": plans,
        "bytes": sum(size for size, _ in files.values()),
        "files": files,
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    for path in folder.iterdir():
        _sync(path)
    _sync_folder(folder)


def _vectors(content: Content) -> NDArray[np.float32]:
    import numpy as np

    if not content.passages:
        return np.zeros((0, 1), dtype=np.float32)
    flat = np.frombuffer(b"".join(entry.vector for entry in content.passages), dtype="<f4")
    return flat.reshape(len(content.passages), -1)


def _previous(root: Path) -> Generation | None:
    """The published generation, if it can be read."""
    try:
        name = current_name(root)
        return Generation(root / "generations" / name) if name else None
    except Misconfigured:
        return None


def _save_text(folder: Path, passages: Sequence[Passage], documents: Sequence[PolicyDocument]) -> None:
    import numpy as np

    offsets = [0]
    with (folder / "passages.jsonl").open("wb") as stream:
        for passage in passages:
            offsets.append(offsets[-1] + stream.write(passage.model_dump_json(exclude_none=True).encode() + b"\n"))
    np.save(folder / "offsets.npy", np.array(offsets, dtype=np.int64))
    (folder / "keys.txt").write_text("\n".join(passage.key for passage in passages), encoding="utf-8")
    rows = [document.model_dump(mode="json", exclude_none=True) for document in documents]
    (folder / "documents.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")


def _columns(passages: Sequence[Passage], payers: list[str], plans: list[str]) -> NDArray[np.int32]:
    """Payer, plan, first day, last day and ordinal of every passage, for filtering."""
    import numpy as np

    rows = [
        (
            payers.index(passage.payer),
            plans.index(passage.plan) + 1 if passage.plan else 0,
            passage.effective_from.toordinal() if passage.effective_from else _FIRST,
            passage.effective_through.toordinal() if passage.effective_through else _LAST,
            passage.ordinal,
        )
        for passage in passages
    ]
    return np.array(rows, dtype=np.int32).reshape(len(rows), 5)


def _lexical_text(entry: IndexedPassage) -> str:
    """What the words are counted in: the embedded text, the whole heading path and the policy's number."""
    passage = entry.passage
    return f"{passage.payer}\n{passage.policy_number or ''}\n{passage.section}\n{entry.indexed_text}"


def _mapped(path: Path) -> bytes | mmap.mmap:
    if path.stat().st_size == 0:
        return b""
    with path.open("rb") as stream:
        return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)


def _checksum(path: Path) -> tuple[int, int]:
    data = path.read_bytes()
    return len(data), zlib.crc32(data)


def _sweep(generations: Path) -> None:
    """Remove what a killed writer left half-built."""
    for path in generations.glob(".building-*"):
        shutil.rmtree(path, ignore_errors=True)


def _sync(path: Path) -> None:
    if path.is_file():
        with path.open("rb") as stream:
            os.fsync(stream.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _damaged(where: Path, reason: str) -> Misconfigured:
    return Misconfigured(
        f"the search index is damaged: {reason}", where=str(where), fix="run `claimwright corpus rebuild` (or `setup`)"
    )
