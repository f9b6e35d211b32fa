"""Compare ledger and index, and make the index anew from the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.domain.errors import Misconfigured
from assistant.domain.ports import Embedder
from assistant.retrieval.dense import ChromaStore
from assistant.retrieval.generation import Generation, check_files, current_name
from assistant.retrieval.publishing import Content, write_files
from assistant.retrieval.results import Divergence, Progress, VerifyReport
from assistant.retrieval.shelf import PENDING, Shelf
from assistant.store.ledger import PassageRow

_EMBEDDED_AT_ONCE = 64

#: How far the length of a vector may be from one.
_UNIT = 1e-3


def verify_shelf(shelf: Shelf) -> VerifyReport:
    """Every passage of the ledger against the published generation: text, order, words and vector."""
    if not shelf.ledger_exists():
        return VerifyReport(ok=True, documents=0, passages=0, notes=("no documents of your own yet",))
    content = shelf.content()
    problems = list(_problems(shelf, content))
    return VerifyReport(
        ok=not problems,
        documents=len(content.documents),
        passages=len(content.passages),
        generation=_published(shelf),
        divergences=tuple(problems[:50]),
    )


def _against_chroma(chroma: ChromaStore, generation: Generation, content: Content) -> Iterator[Divergence]:
    wanted = {entry.passage.key for entry in content.passages}
    try:
        held = chroma.keys(generation)
    except Misconfigured as error:
        yield Divergence(where=f"Chroma, {generation.name}", what=error.message)
        return
    for key in sorted(wanted - held):
        yield Divergence(where=key, what="Chroma does not hold it")
    for key in sorted(held - wanted):
        yield Divergence(where=key, what="Chroma holds it, the ledger does not")


def _published(shelf: Shelf) -> str:
    try:
        return current_name(shelf.root) or ""
    except Misconfigured:
        return ""


def rebuild_shelf(shelf: Shelf, embedder: Embedder, progress: Progress | None = None) -> str:
    """Publish a fresh generation from the ledger.

    Passages of another model, and those whose vector or hash is damaged, are embedded again first. What an
    interruption leaves done is kept; the same call again does the rest.
    """
    with shelf.writing(fresh=True) as ledger:
        stale = [row for row in ledger.passages() if row.model != embedder.model_id or _row_problem(row)]
        for start in range(0, len(stale), _EMBEDDED_AT_ONCE):
            if progress:
                progress(start, len(stale), "embedding")
            batch = stale[start : start + _EMBEDDED_AT_ONCE]
            vectors = embedder.embed([row.indexed_text for row in batch])
            ledger.replace_vectors(
                embedder.model_id,
                {
                    row.passage.key: (_hash(row.indexed_text), vector.astype("<f4").tobytes())
                    for row, vector in zip(batch, vectors, strict=True)
                },
            )
        if progress:
            progress(len(stale), len(stale), "publishing")
    return current_name(shelf.root) or ""


def _problems(shelf: Shelf, content: Content) -> Iterator[Divergence]:
    for document in shelf.ledger.incomplete():
        yield Divergence(where=f"ledger {document}", what="a passage of it is missing: add its file again")
    whole = True
    for row in shelf.ledger.passages():
        if problem := _row_problem(row):
            whole = False
            yield Divergence(where=f"ledger {row.passage.key}", what=problem)
    if (shelf.root / PENDING).exists():
        yield Divergence(where=str(shelf.root), what="a writer was stopped before it had published")
    try:
        generation = shelf.generation()
        if generation is not None:
            check_files(generation.folder, generation.manifest)
    except Misconfigured as error:
        yield Divergence(where=error.where, what=error.message)
        return
    if generation is None and not content.documents:
        return
    if generation is None:
        yield Divergence(where=str(shelf.root), what="no generation is published")
        return
    yield from _against(generation, content)
    if whole:
        yield from _made_otherwise(generation, content)
    if shelf.chroma is not None and generation.size:
        yield from _against_chroma(shelf.chroma, generation, content)


def _row_problem(row: PassageRow) -> str:
    if _hash(row.indexed_text) != row.indexed_hash:
        return "the indexed text is not the one its hash was taken of"
    return "" if _is_unit(row.vector) else "its vector is damaged"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _is_unit(vector: bytes) -> bool:
    import numpy as np

    if not vector or len(vector) % 4:
        return False
    return bool(abs(float(np.linalg.norm(np.frombuffer(vector, dtype="<f4"))) - 1) < _UNIT)


def _made_otherwise(generation: Generation, content: Content) -> Iterator[Divergence]:
    """Files of the generation that the ledger's content would not give, whatever their checksums say."""
    with TemporaryDirectory() as folder:
        wanted = write_files(Path(folder), content, generation.name)
    for name, state in wanted.items():
        if list(generation.manifest["files"].get(name, ())) != list(state):
            yield Divergence(where=f"{generation.name}/{name}", what="the ledger would give another content")


def _against(generation: Generation, content: Content) -> Iterator[Divergence]:
    if generation.size != len(content.passages):
        yield Divergence(
            where=generation.name, what=f"it holds {generation.size} passages, the ledger {len(content.passages)}"
        )
    for number, entry in enumerate(content.passages[: generation.size]):
        if generation.passage(number) != entry.passage:
            yield Divergence(where=entry.passage.key, what="the index holds another text or other dates")
        elif generation.vectors[number].tobytes() != entry.vector:
            yield Divergence(where=entry.passage.key, what="the index holds another vector")
    if generation.manifest["digest"] != content.digest:
        yield Divergence(where=generation.name, what="it was made from another state of the ledger")
