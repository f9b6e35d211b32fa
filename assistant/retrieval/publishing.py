"""Write an index generation beside the others and point readers to it, in one step."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.domain.errors import Misconfigured
from assistant.domain.policy import Passage, PolicyDocument
from assistant.retrieval import generation
from assistant.retrieval.dense import ChromaStore
from assistant.retrieval.generation import CURRENT, MANIFEST, NAME, Generation, current_name
from assistant.retrieval.lexical import write_lexical
from assistant.retrieval.tokens import tokens

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Days before the first and after the last, for versions that state no end.
_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()


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
    digest = hashlib.sha256(f"{generation.FORMAT}\n{model}".encode())
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
            write_files(building, content, name)
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


def newest_number(root: Path) -> int:
    """Number of the newest generation on disk, published or not; 0 when there is none."""
    generations = root / "generations"
    names = [path.name for path in generations.iterdir()] if generations.is_dir() else []
    return max((int(name[:6]) for name in names if NAME.match(name)), default=0)


def prune(root: Path, keep: int = 2) -> tuple[str, ...]:
    """Keep the present generation and the one before it, which a reader may still be opening; returns what went."""
    folder = root / "generations"
    names = sorted(path.name for path in folder.iterdir() if NAME.match(path.name)) if folder.is_dir() else []
    gone = tuple(name for name in names[:-keep] if name != current_name(root))
    for name in gone:
        shutil.rmtree(root / "generations" / name, ignore_errors=True)
    return gone


def write_files(folder: Path, content: Content, name: str) -> dict[str, tuple[int, int]]:
    """Write the files of a generation into a folder, its manifest last; size and checksum of each but the manifest."""
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
        "format": generation.FORMAT,
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
    return files


def _vectors(content: Content) -> NDArray[np.float32]:
    import numpy as np

    if not content.passages:
        return np.zeros((0, 1), dtype=np.float32)
    if len({len(entry.vector) for entry in content.passages}) > 1:
        raise Misconfigured("vectors of the ledger differ in length", fix="run `claimwright corpus rebuild`")
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
