"""One collection on disk: its ledger, its generations and the pointer between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from assistant.domain.errors import Misconfigured
from assistant.policies.documents import versions_in_force
from assistant.retrieval.generation import (
    Content,
    Generation,
    IndexedPassage,
    arrange,
    current_name,
    newest_number,
    publish,
)
from assistant.retrieval.lock import is_locked, writer_lock
from assistant.store.engine import clear_storage_errors
from assistant.store.ledger import Ledger

#: Present while the ledger may be ahead of the index; left behind only by a killed writer.
PENDING = "PENDING"


class Shelf:
    """A folder with index generations over one ledger. Reading never opens the ledger."""

    def __init__(self, root: Path, open_ledger: Callable[[], Ledger]) -> None:
        self.root = root
        self._open_ledger = open_ledger
        self._generation: Generation | None = None

    @cached_property
    def ledger(self) -> Ledger:
        """The ledger, opened (and its tables made) when it is first needed."""
        return self._open_ledger()

    def generation(self) -> Generation | None:
        """The published generation; reopened when another process has published since."""
        name = current_name(self.root)
        if name is None:
            return None
        if self._generation is None or self._generation.name != name:
            self._generation = Generation(self.root / "generations" / name)
        return self._generation

    @contextmanager
    def writing(self, *, wait: float = 0.0, fresh: bool = False) -> Iterator[Ledger]:
        """Hold the lock while the ledger changes, and publish what it then holds.

        The work done before an interruption is published too, so nothing finished is lost. With
        ``fresh`` a generation is written even if the present one seems to agree.
        """
        with writer_lock(self.root, wait=wait), clear_storage_errors(self.root):
            (self.root / PENDING).touch()
            try:
                yield self.ledger
            finally:
                self._publish(fresh=fresh)

    def _publish(self, *, fresh: bool) -> str:
        """Bring the generation in line with the ledger; the caller holds the lock."""
        content = self.content()
        present = None if fresh else self._readable()
        if present is not None and present.manifest["digest"] == content.digest:
            name = present.name
        else:
            number = newest_number(self.root) + 1
            name = publish(self.root, content, number)
            self.ledger.record_generation(number, name, content.digest)
        (self.root / PENDING).unlink(missing_ok=True)
        return name

    def content(self) -> Content:
        """What a generation of the present ledger is made of."""
        documents = versions_in_force([row.document for row in self.ledger.documents()])
        entries = []
        models = set()
        for row in self.ledger.passages():
            entries.append(IndexedPassage(row.passage, row.indexed_text, row.vector))
            models.add(row.model)
        if len(models) > 1:
            raise Misconfigured(
                f"the ledger mixes vectors of {' and '.join(sorted(models))}", fix="run `claimwright corpus rebuild`"
            )
        return arrange(documents.values(), entries, next(iter(models), ""))

    def heal(self) -> bool:
        """Publish what a killed writer left unpublished; true when something was done."""
        if not (self.root / PENDING).exists() or is_locked(self.root):
            return False
        with self.writing(wait=60.0):
            pass
        return True

    def _readable(self) -> Generation | None:
        try:
            return self.generation()
        except Misconfigured:
            return None
