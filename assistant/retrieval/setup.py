"""Build the shared cache once: the exported model, the diagnosis codes, the index of the shipped corpus."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from assistant.domain.base import Frozen
from assistant.embedding.load import load_embedder, make_export, model_id
from assistant.retrieval.dense import ChromaStore
from assistant.retrieval.shelf import Shelf
from assistant.retrieval.shipped import build_shipped, is_built, shipped_shelf

if TYPE_CHECKING:
    from assistant.store.ledger import Ledger

#: The default database of a home; the same name as ``assistant.store.engine`` uses, known here without SQLAlchemy.
DATABASE_FILE = "claimwright.sqlite"

#: The compiled diagnosis codes, in the cache.
ICD10CM_FILE = "icd10cm.sqlite"


class SetupReport(Frozen):
    """What was built now and what was there already."""

    cache: str
    built: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    documents: int = 0
    passages: int = 0


def set_up(
    cache: Path, tell: Callable[[str], None], chroma: ChromaStore | None = None, model: Path | None = None
) -> SetupReport:
    """Build what is missing, with the default embedder or the one in ``model``.

    Raises ``Misconfigured`` when the cache cannot be written.
    """
    from assistant.store.engine import clear_storage_errors

    done: dict[str, bool] = {}
    with clear_storage_errors(cache):
        cache.mkdir(parents=True, exist_ok=True)
        done["embedding model"] = _export(cache, tell)
        done["diagnosis codes"] = _compile_codes(cache, tell)
        shelf = shipped_shelf(cache, model_id(model), chroma)
        done["shipped corpus"] = _index(cache, shelf, tell, model)
    generation = shelf.generation()
    return SetupReport(
        cache=str(cache),
        built=tuple(name for name, now in done.items() if now),
        present=tuple(name for name, now in done.items() if not now),
        documents=len(generation.documents) if generation else 0,
        passages=generation.size if generation else 0,
    )


def open_shipped(
    cache: Path, tell: Callable[[str], None], chroma: ChromaStore | None = None, model: Path | None = None
) -> Shelf:
    """The shipped corpus, indexed first where that was never done."""
    shelf = shipped_shelf(cache, model_id(model), chroma)
    if not is_built(shelf):
        from assistant.store.engine import clear_storage_errors

        tell(f"first use: building the shared index in {cache} (once, about a minute)")
        with clear_storage_errors(cache):
            _export(cache, tell)
            _index(cache, shelf, tell, model)
    return shelf


def own_shelf(home: Path, practice: str, url: str | None, chroma: ChromaStore | None = None) -> Shelf:
    """The practice's own documents; nothing is written until some are added.

    A configured database may be shared with other machines, so their changes are followed.
    """

    def ledger() -> Ledger:
        from assistant.store.engine import database_url, open_engine
        from assistant.store.ledger import open_ledger

        return open_ledger(open_engine(database_url(home, url)), practice)

    def exists() -> bool:
        return url is not None or (home / DATABASE_FILE).exists()

    held = _Held(home / DATABASE_FILE, practice)

    def has_documents() -> bool:
        return exists() if url is not None else held.any()

    root = home / "index" / folder_name(practice)
    shared = url is not None
    return Shelf(root, ledger, chroma, ledger_exists=exists, has_documents=has_documents, shared=shared)


class _Held:
    """Whether a practice has documents, asked without SQLAlchemy since every search asks, and anew after a change."""

    def __init__(self, path: Path, practice: str) -> None:
        self._path, self._practice = path, practice
        self._known: tuple[object, bool] | None = None

    def any(self) -> bool:
        """Whether the database names at least one."""
        state = tuple(map(_state, (self._path, self._path.with_name(f"{self._path.name}-wal"))))
        known = self._known
        if known is None or known[0] != state:
            known = self._known = (state, self._asked() if state[0] else False)
        return known[1]

    def _asked(self) -> bool:
        import sqlite3
        from contextlib import closing

        try:
            with closing(sqlite3.connect(f"file:{quote(str(self._path))}?mode=ro", uri=True)) as connection:
                asked = connection.execute("SELECT 1 FROM documents WHERE practice = ? LIMIT 1", (self._practice,))
                return asked.fetchone() is not None
        except sqlite3.Error:
            return False


def _state(path: Path) -> tuple[int, int] | None:
    """When a file was changed last, and its size; ``None`` without one."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def folder_name(practice: str) -> str:
    """A folder name that no other practice shares.

    >>> folder_name("local")
    'local'
    >>> folder_name("../T0 1").startswith("t0-1-")
    True
    """
    plain = re.sub(r"[^a-z0-9]+", "-", practice.casefold()).strip("-")[:40]
    if plain == practice:
        return plain
    return f"{plain}-{hashlib.sha256(practice.encode()).hexdigest()[:10]}"


def _export(cache: Path, tell: Callable[[str], None]) -> bool:
    from assistant.embedding.load import is_exported

    if is_exported(cache):
        return False
    tell("exporting the embedding model (once) ...")
    return make_export(cache)


def _compile_codes(cache: Path, tell: Callable[[str], None]) -> bool:
    from assistant.tables.icd10cm import compile_icd10cm, is_compiled

    target = cache / ICD10CM_FILE
    if is_compiled(target):
        return False
    tell("compiling the ICD-10-CM list (once) ...")
    compile_icd10cm(target)
    return True


def _index(cache: Path, shelf: Shelf, tell: Callable[[str], None], model: Path | None) -> bool:
    if is_built(shelf):
        return False

    said = -1

    def progress(done: int, total: int, _name: str) -> None:
        nonlocal said
        if (tenth := 10 * done // max(1, total)) > said:
            said = tenth
            tell(f"indexing the shipped corpus: {done} of {total} documents")

    return build_shipped(shelf, load_embedder(cache, model), progress)
