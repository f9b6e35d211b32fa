"""Files into the ledger: read, settled, cut, embedded; each file is one transaction."""

from __future__ import annotations

import hashlib
import json
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.domain.errors import BadInput, ClaimwrightError
from assistant.domain.policy import PolicyDocument
from assistant.domain.ports import Embedder
from assistant.policies.documents import clashes, settle_document
from assistant.policies.passages import CUTTER, Cut, cut_passages
from assistant.readers.documents.blocks import ReadDocument, dense_length
from assistant.readers.documents.confined import ConfinedReader
from assistant.readers.documents.reader import READING, SUFFIXES
from assistant.readers.documents.sidecar import sidecar_of
from assistant.retrieval.results import Accepted, Progress, Rejected, accepted
from assistant.retrieval.strays import StrayDetector, without_strays
from assistant.store.ledger import DocumentRow, Ledger, PassageRow

#: Passages that are embedded together; enough to keep every core busy, few enough to lose little.
BATCH_PASSAGES = 48


#: No document is larger; what a reader of one format takes may be less.
MAX_BYTES = 100_000_000


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file ready to be stored."""

    row: DocumentRow
    cuts: tuple[Cut, ...]
    report: Accepted


class Ingest:
    """Takes files into one ledger with one embedder.

    ``overrides`` stand above what files say of themselves; ``made_before`` holds vectors by hash of their text;
    with ``strays`` sentences on other subjects are left out.
    """

    def __init__(
        self,
        ledger: Ledger,
        embedder: Embedder,
        overrides: Mapping[str, Any] | None = None,
        made_before: Mapping[str, bytes] | None = None,
        strays: StrayDetector | None = None,
    ) -> None:
        self._strays = strays
        self.reader = ConfinedReader()
        self._made_before = made_before or {}
        self._ledger = ledger
        self._embedder = embedder
        self._overrides = dict(overrides or {})
        self._held = {row.document.id: row for row in ledger.documents()}
        self._incomplete = frozenset(ledger.incomplete())

    def prepare(self, path: Path, name: str | None = None) -> Prepared:
        """Read, settle and cut one file; nothing is stored yet.

        Raises ``BadInput`` when it cannot be read or does not say what it must.
        """
        prepared = self._prepare(path, name or str(path))
        self._held[prepared.row.document.id] = prepared.row
        return prepared

    def store(self, batch: Sequence[Prepared]) -> None:
        """Embed what is new in the batch at once, then store file by file, each in one transaction."""
        changed = [prepared for prepared in batch if prepared.report.change != "unchanged"]
        vectors = self._vectors([cut.indexed_text for prepared in changed for cut in prepared.cuts])
        model = self._embedder.model_id
        for prepared in changed:
            rows = [
                PassageRow(cut.passage, cut.indexed_text, text_hash, model, vectors[text_hash])
                for cut in prepared.cuts
                for text_hash in [_hash(cut.indexed_text)]
            ]
            self._ledger.put(prepared.row, rows)

    def _vectors(self, texts: Sequence[str]) -> dict[str, bytes]:
        """The vector of every text by its hash, made only where no earlier one is known."""
        wanted = {_hash(text): text for text in texts}
        found = {text_hash: self._made_before[text_hash] for text_hash in wanted if text_hash in self._made_before}
        unknown = [text_hash for text_hash in wanted if text_hash not in found]
        found.update(self._ledger.vectors(unknown, self._embedder.model_id))
        missing = [text_hash for text_hash in unknown if text_hash not in found]
        made = self._embedder.embed([wanted[text_hash] for text_hash in missing])
        found.update((text_hash, row.astype("<f4").tobytes()) for text_hash, row in zip(missing, made, strict=True))
        return found

    def _prepare(self, path: Path, name: str) -> Prepared:
        data = _bytes_of(path, name)
        sidecar = sidecar_of(path, name)
        digest = self._digest(data, sidecar)
        if same := self._unchanged(name, digest):
            return same
        whole = self.reader.read(data, name)
        held = [row.document for row in self._held.values()]
        read = whole if self._strays is None else without_strays(whole, self._strays)
        # A payer's name alone on a line may look like a stray, so the whole text says whose document it is.
        said = replace(whole, warnings=read.warnings)
        reading = settle_document(said, name, {**sidecar, **self._overrides}, {d.payer for d in held}, held)
        document = reading.document
        earlier = self._held.get(document.id)
        self._refuse_twin(document, name, earlier)
        cuts = cut_passages(read, document, self._embedder.count_tokens)
        if not cuts:
            raise BadInput("it holds no text to index", where=name)
        report = accepted(
            document,
            name,
            change="replaced" if earlier else "added",
            passages=len(cuts),
            seen=read.seen,
            coverage=_coverage(read, cuts),
            warnings=(*reading.warnings, *self._clashes(document)),
        )
        return Prepared(DocumentRow(document, digest, name, read.text), cuts, report)

    def _digest(self, data: bytes, sidecar: Mapping[str, Any]) -> str:
        stated = json.dumps([self._overrides, dict(sidecar), self._strays is not None], sort_keys=True, default=str)
        return hashlib.sha256(b"\0".join((CUTTER.encode(), READING.encode(), stated.encode(), data))).hexdigest()

    def _unchanged(self, name: str, digest: str) -> Prepared | None:
        row = next((row for row in self._held.values() if row.content_hash == digest), None)
        if row is None or row.document.id in self._incomplete:
            return None
        same = () if row.path == name else (f"it has the same content as {row.path}",)
        report = accepted(row.document, name, change="unchanged", warnings=same)
        return Prepared(row, (), report)

    def _refuse_twin(self, document: PolicyDocument, name: str, earlier: DocumentRow | None) -> None:
        if earlier is not None and earlier.path != name:
            raise BadInput(
                f"the version {document.id} is already held from {earlier.path}",
                where=name,
                fix=f"give it its own id or first day, or `claimwright corpus remove {document.id}` first",
            )

    def _clashes(self, document: PolicyDocument) -> tuple[str, ...]:
        others = [row.document for row in self._held.values() if row.document.id != document.id]
        return tuple(words for words in clashes([*others, document]) if document.id in words)


def take_all(
    ingest: Ingest,
    files: Sequence[tuple[Path, str]],
    *,
    store: bool = True,
    progress: Progress | None = None,
) -> tuple[tuple[Accepted, ...], tuple[Rejected, ...]]:
    """Take every file, given with the name it is known by; one that is refused does not stop the others.

    Files are stored in batches of about ``BATCH_PASSAGES``, so an interruption keeps all but the last batch.
    """
    taken: list[Accepted] = []
    rejected: list[Rejected] = []
    batch: list[Prepared] = []
    with ingest.reader:
        for number, (path, name) in enumerate(files):
            if progress:
                progress(number, len(files), path.name)
            try:
                prepared = ingest.prepare(path, name)
            except BadInput as error:
                rejected.append(Rejected(path=name, reason=_reason(error, name)))
                continue
            taken.append(prepared.report)
            batch.append(prepared)
            if sum(len(waiting.cuts) for waiting in batch) >= BATCH_PASSAGES:
                _store(ingest, batch, store)
        _store(ingest, batch, store)
    if progress:
        progress(len(files), len(files), "")
    return tuple(taken), tuple(rejected)


def _store(ingest: Ingest, batch: list[Prepared], store: bool) -> None:
    if store:
        ingest.store(batch)
    batch.clear()


def files_under(paths: Sequence[Path]) -> Iterator[Path]:
    """The named files, and the readable documents below the named folders; links out of a folder are not followed."""
    for path in paths:
        if path.is_dir():
            inside = sorted(candidate for candidate in path.rglob("*") if _eligible(candidate, path))
            if not inside:
                raise BadInput("the folder holds no readable document", where=str(path), fix=_accepted_suffixes())
            yield from inside
        else:
            yield path


def _eligible(path: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    return not hidden and not path.is_symlink() and path.is_file() and path.suffix.lower() in SUFFIXES


def _accepted_suffixes() -> str:
    return f"give files ending in {', '.join(sorted(SUFFIXES))}"


def _bytes_of(path: Path, name: str) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise BadInput("it is no ordinary file", where=name)
        if status.st_size > MAX_BYTES:
            raise BadInput(
                f"the file has {status.st_size:,} bytes, more than {MAX_BYTES:,}", where=name, fix="split it"
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise BadInput("there is no such file", where=name) from None
    except OSError as error:
        raise BadInput(f"it cannot be read: {error.strerror}", where=name) from None


def _coverage(read: ReadDocument, cuts: Sequence[Cut]) -> float | None:
    """Share of the characters seen that stand in a passage or its heading path."""
    if not read.seen:
        return None
    headings = sum(dense_length(block.text) for block in read.blocks if block.kind == "heading")
    body = sum(dense_length(block.text) for block in read.blocks if block.kind != "heading")
    headers = {block.table: dense_length(block.header) for block in read.blocks if block.table}
    kept = min(body, sum(dense_length(cut.passage.text) for cut in cuts))
    return round(min(1.0, (kept + headings + sum(headers.values())) / read.seen), 4)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _reason(error: ClaimwrightError, name: str) -> str:
    return str(error).removeprefix(f"{name}: ")
