"""The corpus that ships with the program, indexed once into the shared cache."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.domain.errors import BadInput, Misconfigured
from assistant.domain.ports import Embedder
from assistant.policies.passages import CUTTER
from assistant.retrieval.dense import ChromaStore
from assistant.retrieval.generation import CURRENT, FORMAT, current_name
from assistant.retrieval.results import Progress
from assistant.retrieval.shelf import Shelf

if TYPE_CHECKING:
    from assistant.store.ledger import Ledger

#: Folders of ``corpus`` that hold documents, as against tables and playbooks.
FOLDERS = ("policies", "guides", "protocols")

#: The practice that shared rows carry.
SHARED = ""

LEDGER_FILE = "ledger.sqlite"

_KEPT = 3


def shipped_files() -> Iterator[tuple[str, Path]]:
    """Name (relative to ``corpus``) and place of every shipped document, in order."""
    for folder in FOLDERS:
        with as_file(files("corpus").joinpath(folder)) as root:
            if root.is_dir():
                for path in sorted(root.rglob("*.md")):
                    yield f"corpus/{folder}/{path.relative_to(root).as_posix()}", path


def shipped_digest(model_id: str) -> str:
    """Short hash of what the shipped index is made of: the documents, the way of cutting, the model."""
    digest = hashlib.sha256(f"{FORMAT}\n{CUTTER}\n{model_id}".encode())
    for name, path in shipped_files():
        digest.update(f"\n{name}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def shipped_shelf(cache: Path, model_id: str, chroma: ChromaStore | None = None) -> Shelf:
    """The shelf of the present shipped corpus; each corpus has its own folder, so releases share a cache."""
    root = cache / "corpus" / shipped_digest(model_id)
    return Shelf(root, lambda: _ledger(root), chroma, whole=True)


def _ledger(root: Path) -> Ledger:
    from assistant.store.engine import open_engine
    from assistant.store.ledger import open_ledger

    return open_ledger(open_engine(f"sqlite:///{root / LEDGER_FILE}", journal="DELETE"), SHARED)


def is_built(shelf: Shelf) -> bool:
    """Whether the shelf can be searched and lacks no document."""
    held, shipped = extent(shelf)
    return 0 < shipped <= held


def extent(shelf: Shelf) -> tuple[int, int]:
    """How many documents are published, and how many there are; none are where the index cannot be read."""
    try:
        generation = shelf.generation()
    except Misconfigured:
        generation = None
    held = int(generation.manifest["documents"]) if generation else 0
    return held, len({path.read_bytes() for _, path in shipped_files()})


def build_shipped(shelf: Shelf, embedder: Embedder, progress: Progress | None = None) -> bool:
    """Index the shipped corpus unless that is done; true when it was done now.

    A second process waits for the first one and then finds the work finished. A build that is cut short
    publishes nothing; the next one goes on where it ended. Raises ``BadInput`` for a shipped document that
    is not in order, since that is a fault of the release.
    """
    if is_built(shelf):
        return False
    from assistant.retrieval.ingest import Ingest, take_all

    with shelf.writing(wait=600.0, fresh=current_name(shelf.root) is not None) as ledger:
        if is_built(shelf):
            return False
        ingest = Ingest(ledger, embedder, made_before=_earlier_vectors(shelf.root, embedder.model_id))
        _, rejected = take_all(ingest, [(path, name) for name, path in shipped_files()], progress=progress)
        if rejected:
            raise BadInput(rejected[0].reason, where=rejected[0].path, fix="reinstall claimwright")
    shelf.ledger.close()
    _tidy(shelf.root)
    return True


def _earlier_vectors(root: Path, model: str) -> dict[str, bytes]:
    """Vectors of earlier corpora in this cache, by hash of the text, so that a changed file costs only itself."""
    from assistant.store.engine import open_readonly
    from assistant.store.ledger import Ledger

    found: dict[str, bytes] = {}
    for path in sorted(root.parent.glob(f"*/{LEDGER_FILE}"), key=lambda path: path.stat().st_mtime)[-_KEPT:]:
        if path.parent == root or not (path.parent / CURRENT).exists():
            continue
        ledger = Ledger(open_readonly(path), SHARED)
        found.update((row.indexed_hash, row.vector) for row in ledger.passages() if row.model == model)
        ledger.close()
    return found


def _tidy(present: Path) -> None:
    """Keep the newest few corpora of the cache."""
    others = [path for path in present.parent.iterdir() if path.is_dir() and path != present]
    others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in others[_KEPT - 1 :]:
        shutil.rmtree(path, ignore_errors=True)
