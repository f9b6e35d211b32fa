"""The limits of the documents held, kept in a small file, so that checking a claim opens no index.

The file belongs to one state of the index, told by a fingerprint; when the index changes, it is made anew.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.domain.policy import Limit
    from assistant.domain.ports import PassageSearch

#: Endings of the shipped documents and tables that limits are read from.
_READ = (".md", ".csv", ".yaml")

#: Raised when the reading of limits changes, so that older files are made anew.
VERSION = 4


class SnapshotLimits:
    """Implements the port ``PolicyLimits``. ``library`` is asked only when the file is not of the present index.

    ``fingerprint``, and where the ``file`` is, are asked each time: documents come and go while a service runs.
    """

    def __init__(
        self, file: Callable[[], Path], fingerprint: Callable[[], str], library: Callable[[], PassageSearch | None]
    ) -> None:
        self._file = file
        self._fingerprint = fingerprint
        self._library = library
        self._known: tuple[str, list[dict[str, Any]]] | None = None

    def limits(self, payer: str, code: str, on: date, *, plan: str | None = None) -> tuple[Limit, ...]:
        """Limits in force for the code; empty when the documents are silent."""
        documents = self._documents()
        day, name = on.isoformat(), _settled(payer, documents)
        rows = [
            row
            for document in documents
            if document["payer"] == name
            and (document["from"] or day) <= day <= (document["through"] or day)
            and (plan is None or document["plan"] in (None, plan))
            for row in document["limits"]
            if code in row["codes"]
        ]
        if not rows:
            return ()
        from assistant.domain.policy import Limit

        return tuple(Limit.model_validate(row) for row in rows)

    def _documents(self) -> list[dict[str, Any]]:
        state = f"{VERSION}:{self._fingerprint()}"
        if self._known is not None and self._known[0] == state:
            return self._known[1]
        found = self._read(state)
        if found is None:
            library = self._library()
            if library is None:
                return []
            found = _documents_of(library)
            self._write(state, found)
        self._known = (state, found)
        return found

    def _read(self, state: str) -> list[dict[str, Any]] | None:
        try:
            content = json.loads(self._file().read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        if not isinstance(content, dict) or content.get("fingerprint") != state:
            return None
        documents: list[dict[str, Any]] = content["documents"]
        return documents

    def _write(self, state: str, documents: list[dict[str, Any]]) -> None:
        """Keep the file whole or not at all; without it the next check only takes longer."""
        file = self._file()
        beside = file.with_name(f"{file.name}.{os.getpid()}")
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(json.dumps({"fingerprint": state, "documents": documents}), encoding="utf-8")
            beside.replace(file)


def _settled(payer: str, documents: list[dict[str, Any]]) -> str:
    held = {document["payer"] for document in documents}
    if not held or payer in held:
        return payer
    from assistant.tables.payers import resolve_payer

    return resolve_payer(payer, held).name or payer


def _documents_of(library: PassageSearch) -> list[dict[str, Any]]:
    from assistant.policies.limits import limits_in

    made = []
    for document in library.documents():
        limits = [limit.model_dump(mode="json") for limit in limits_in(library.passages_of(document.id))]
        first, last = document.effective_from, document.effective_through
        made.append(
            {
                "payer": document.payer,
                "plan": document.plan,
                "from": first.isoformat() if first else None,
                "through": last.isoformat() if last else None,
                "limits": limits,
            }
        )
    return made


def snapshot_file(practice: str, *, own: Path, shared: Path) -> Path:
    """Where the snapshot is kept: beside the practice's own index where it has one, else in the shared cache."""
    if not own.is_dir():
        return shared / "limits.json"
    return own / f"limits-{hashlib.sha256(practice.encode()).hexdigest()[:12]}.json"


def forget_snapshots(own: Path) -> None:
    """Delete the snapshots beside the index folders ``own``; the next check makes them anew."""
    for path in own.glob("limits-*.json*"):
        path.unlink(missing_ok=True)


def corpus_state(corpus: Path) -> str:
    """A short text that changes when a shipped document or table is another.

    Its files count by content, since sizes and times of two releases may be the same; also the tables, from which
    the codes of a service are known.
    """
    digest = hashlib.sha256()
    for name, data in _shipped(corpus, ""):
        digest.update(f"{name}\n{len(data)}\n".encode())
        digest.update(data)
    return digest.hexdigest()[:16]


def index_state(*indexes: Path) -> str:
    """A short text that changes when an index in one of these folders of index folders is published.

    Small files (the pointer to the published generation, marks of a writer) count by content, large ones by size and
    time of change.
    """
    digest = hashlib.sha256()
    for root in indexes:
        for path in sorted(root.glob("*/*")):
            with suppress(FileNotFoundError):  # a writer's mark may go between the two looks
                if path.is_file():
                    digest.update(f"{path}\n".encode() + _content_or_change(path))
    return digest.hexdigest()[:16]


def _shipped(folder: Path | str, above: str) -> Iterator[tuple[str, bytes]]:
    """Name and content of what limits are read from; without ``Path``, which costs every check twice as long."""
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda each: each.name):
            name = f"{above}/{entry.name}"
            if entry.is_dir():
                yield from _shipped(entry.path, name)
            elif entry.name.endswith(_READ):
                with open(entry.path, "rb", buffering=0) as stream:
                    yield name, stream.read()


def _content_or_change(path: Path) -> bytes:
    small = 4096
    state = path.stat()
    return path.read_bytes() if state.st_size <= small else f"{state.st_size} {state.st_mtime_ns}".encode()
