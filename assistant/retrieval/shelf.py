"""One collection on disk: its ledger, its generations and the pointer between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

from assistant.domain.errors import Locked, Misconfigured
from assistant.retrieval.dense import ChromaStore
from assistant.retrieval.generation import CURRENT, Generation, current_name, is_outdated
from assistant.retrieval.lock import is_locked, writer_lock
from assistant.retrieval.publishing import Content, IndexedPassage, arrange, newest_number, prune, publish

if TYPE_CHECKING:
    from assistant.store.ledger import Ledger

#: Present while the ledger may be ahead of the index; left behind only by a killed writer.
PENDING = "PENDING"

#: Present while what was removed may still stand in files of earlier generations.
ERASE = "ERASE"

#: Seconds that readers have to leave an earlier generation before its files are erased.
GRACE_SECONDS = 0.5

#: Times that a generation which vanished while it was opened is looked for anew.
_TRIES = 3

#: Seconds between looks at a ledger that other machines write.
FOLLOW_SECONDS = 1.0


class Shelf:
    """A folder with index generations over one ledger. Reading opens the ledger only where it is ``shared``.

    A shelf that counts only ``whole`` publishes nothing of a change that was cut short.
    """

    def __init__(
        self,
        root: Path,
        open_ledger: Callable[[], Ledger],
        chroma: ChromaStore | None = None,
        *,
        ledger_exists: Callable[[], bool] = lambda: True,
        has_documents: Callable[[], bool] | None = None,
        shared: bool = False,
        whole: bool = False,
    ) -> None:
        self.root = root
        self.ledger_exists = ledger_exists
        self._has_documents = has_documents or (lambda: ledger_exists() and self.ledger.counts()[0] > 0)
        self.chroma = chroma
        self._open_ledger = open_ledger
        self._shared = shared
        self._whole = whole
        self._generation: Generation | None = None
        self._looked = float("-inf")
        self._followed: tuple[int, str, str] | None = None

    @cached_property
    def ledger(self) -> Ledger:
        """The ledger, opened (and its tables made) when it is first needed."""
        return self._open_ledger()

    def ledger_or_empty(self) -> Ledger:
        """The ledger where there is one, else an empty one in memory, so that asking creates nothing."""
        if self.ledger_exists():
            return self.ledger
        from sqlalchemy import create_engine

        from assistant.store.ledger import open_ledger

        return open_ledger(create_engine("sqlite://"), "")

    def generation(self) -> Generation | None:
        """The published generation; reopened when another process has published since."""
        if self._shared:
            self._follow()
        for _ in range(_TRIES):
            name = current_name(self.root)
            if name is None:
                return None
            if self._generation is not None and self._generation.name == name:
                return self._generation
            try:
                self._generation = Generation(self.root / "generations" / name)
            except Misconfigured:
                if current_name(self.root) == name:
                    raise
        return self._generation

    @contextmanager
    def writing(self, *, wait: float = 0.3, fresh: bool = False) -> Iterator[Ledger]:
        """Hold the lock while the ledger changes, and publish what it then holds.

        The work done before an interruption is published too, so nothing finished is lost; where only the
        ``whole`` counts, it waits in the ledger for the next attempt. With ``fresh`` a generation is written
        even if the present one seems to agree. Documents that are gone from the ledger are taken out of every file.
        """
        from assistant.store.engine import clear_storage_errors

        with writer_lock(self.root, wait=wait), clear_storage_errors(self.root):
            ledger = self.ledger
            (self.root / PENDING).touch()
            try:
                yield ledger
            except BaseException:
                # Half of the passages embedded anew cannot be published; they stay in the ledger for the next attempt.
                if not self._whole:
                    with suppress(Misconfigured):
                        self._publish(fresh=fresh)
                raise
            self._publish(fresh=fresh)

    def content(self) -> Content:
        """What a generation of the present ledger is made of."""
        from assistant.policies.documents import versions_in_force

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
        """Publish what the ledger holds and no readable generation does; true when something was done.

        A killed writer leaves that behind, or the loss of the index folder, or a release with another
        format. Where it is impossible just now, the previous generation goes on answering. A ledger of which
        only the ``whole`` counts may hold a part, so that it is left to its writer.
        """
        behind = not self._whole and ((self.root / PENDING).exists() or self._lost() or self._outdated())
        if not behind or is_locked(self.root):
            return False
        try:
            with self.writing():
                pass
        except (Locked, Misconfigured):
            return False
        return True

    def _lost(self) -> bool:
        """Whether there are documents and no generation at all."""
        return not (self.root / CURRENT).exists() and self._has_documents()

    def _outdated(self) -> bool:
        return self._generation is None and is_outdated(self.root) and self.ledger_exists()

    def _publish(self, *, fresh: bool) -> None:
        """Bring the generation in line with the ledger; the caller holds the lock."""
        content = self.content()
        published = self._readable()
        held = {document.id for document in content.documents}
        if published is not None and any(document.id not in held for document in published.documents):
            (self.root / ERASE).touch()
        present = None if fresh else published
        nothing = not content.documents and current_name(self.root) is None
        if not nothing and (present is None or present.manifest["digest"] != content.digest):
            number = newest_number(self.root) + 1
            name = publish(self.root, content, number, self.chroma)
            self._followed = self.ledger.record_generation(name, content.digest)
        if (self.root / ERASE).exists():
            self._erase()
        (self.root / PENDING).unlink(missing_ok=True)

    def _erase(self) -> None:
        """Delete earlier generations and what else repeats the words of documents that are gone."""
        from assistant.policies.limits_snapshot import forget_snapshots

        sleep(GRACE_SECONDS)
        for name in prune(self.root, keep=1):
            if self.chroma is not None:
                self.chroma.forget(self.root / "generations" / name)
        forget_snapshots(self.root.parent)
        self.ledger.scrub()
        (self.root / ERASE).unlink(missing_ok=True)

    def _follow(self) -> None:
        """Publish here what another machine has put into the shared ledger."""
        if monotonic() - self._looked < FOLLOW_SECONDS:
            return
        self._looked = monotonic()
        newest = self.ledger.newest_generation()
        if newest is None or newest == self._followed:
            return
        present = self._readable()
        if present is None or present.manifest["digest"] != newest[2]:
            with self.writing(wait=60.0):
                pass
        self._followed = newest

    def _readable(self) -> Generation | None:
        """The published generation, if there is one that can be opened."""
        try:
            name = current_name(self.root)
            return Generation(self.root / "generations" / name) if name else None
        except Misconfigured:
            return None
