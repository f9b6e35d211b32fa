"""The document ledger: every document version and passage, with its vector. The index is made from it alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    Connection,
    Engine,
    ForeignKeyConstraint,
    Index,
    delete,
    func,
    insert,
    select,
    update,
)

from assistant.domain.policy import Passage, PolicyDocument
from assistant.store import engine as database
from assistant.store.engine import reading, transaction
from assistant.store.part import Part, Stay, day, key, place, practice, raw, text, whole, word

PART = Part("ledger")
_REMOVED = Stay(until="the practice removes the document: an answer of last year must still find its passage")

_documents = PART.table(
    "documents",
    practice(),
    key("id", 200),
    word("series", 200),
    word("payer", 200),
    day("effective_from", optional=True),
    day("effective_through", optional=True),
    text("metadata"),
    word("content_hash", 64),
    text("path"),
    text("text"),
    stay=_REMOVED,
)
_passages = PART.table(
    "passages",
    practice(),
    key("key", 220),
    word("document", 200),
    whole("ordinal"),
    text("metadata"),
    text("indexed_text"),
    word("indexed_hash", 64),
    word("model", 80),
    raw("vector"),
    ForeignKeyConstraint(["practice", "document"], ["documents.practice", "documents.id"], ondelete="CASCADE"),
    Index("passages_by_document", "practice", "document", "ordinal"),
    Index("passages_by_text", "indexed_hash", "model"),
    stay=_REMOVED,
)
_generations = PART.table(
    "generations",
    practice(),
    place("number"),
    word("name", 80),
    word("digest", 64),
    stay=Stay(until="twenty newer ones are published"),
)

_NOTES_KEPT = 20


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document version as kept; ``content_hash`` is over what was read, ``path`` is where it came from."""

    document: PolicyDocument
    content_hash: str
    path: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A passage with what was embedded of it; ``vector`` is little-endian float32."""

    passage: Passage
    indexed_text: str
    indexed_hash: str
    model: str
    vector: bytes


def open_ledger(engine: Engine, practice: str) -> Ledger:
    """The ledger of a practice, its tables brought to the present shape."""
    PART.bring_up(engine)
    return Ledger(engine, practice)


class Ledger:
    """The documents of one practice. Every change is one transaction."""

    def __init__(self, engine: Engine, practice: str) -> None:
        self._engine = engine
        self.practice = practice

    def put(self, row: DocumentRow, passages: Sequence[PassageRow]) -> None:
        """Store a document version with its passages, in place of the same version."""
        with transaction(self._engine) as connection:
            self._delete(connection, row.document.id)
            connection.execute(insert(_documents).values(self._document_values(row)))
            if passages:
                connection.execute(insert(_passages), [self._passage_values(passage) for passage in passages])

    def remove(self, document: str) -> bool:
        """Delete a document version and its passages; false when it was not there."""
        with transaction(self._engine) as connection:
            return self._delete(connection, document)

    def documents(self) -> tuple[DocumentRow, ...]:
        """Every document version, by id, without its text."""
        columns = [column for column in _documents.c if column.name != "text"]
        query = select(*columns).where(_documents.c.practice == self.practice).order_by(_documents.c.id)
        with reading(self._engine) as connection:
            return tuple(
                DocumentRow(PolicyDocument.model_validate_json(row.metadata), row.content_hash, row.path)
                for row in connection.execute(query)
            )

    def text_of(self, document: str) -> str | None:
        """The text that the document's passages were cut from."""
        query = select(_documents.c.text).where(_documents.c.practice == self.practice, _documents.c.id == document)
        with reading(self._engine) as connection:
            text: str | None = connection.execute(query).scalar_one_or_none()
            return text

    def passages(self) -> Iterator[PassageRow]:
        """Every passage, by document and place in it."""
        query = (
            select(_passages)
            .where(_passages.c.practice == self.practice)
            .order_by(_passages.c.document, _passages.c.ordinal)
            .execution_options(yield_per=1000)
        )
        with reading(self._engine) as connection:
            for row in connection.execute(query):
                passage = Passage.model_validate_json(row.metadata)
                yield PassageRow(passage, row.indexed_text, row.indexed_hash, row.model, row.vector)

    def vectors(self, hashes: Sequence[str], model: str) -> dict[str, bytes]:
        """Vectors that ``model`` already made of indexed texts, by hash; of any practice, as equal texts share them."""
        found: dict[str, bytes] = {}
        with reading(self._engine) as connection:
            for start in range(0, len(hashes), 500):
                query = select(_passages.c.indexed_hash, _passages.c.vector).where(
                    _passages.c.model == model, _passages.c.indexed_hash.in_(list(hashes[start : start + 500]))
                )
                found.update((row.indexed_hash, row.vector) for row in connection.execute(query))
        return found

    def replace_vectors(self, model: str, vectors: Mapping[str, tuple[str, bytes]]) -> None:
        """Give passages, by key, the hash of their indexed text and the vector that a model made of it."""
        with transaction(self._engine) as connection:
            for key, (text_hash, vector) in vectors.items():
                connection.execute(
                    update(_passages)
                    .where(_passages.c.practice == self.practice, _passages.c.key == key)
                    .values(model=model, indexed_hash=text_hash, vector=vector)
                )

    def incomplete(self) -> tuple[str, ...]:
        """Documents of which a passage is missing between others, or all of them."""
        ordinal = _passages.c.ordinal
        query = (
            select(_documents.c.id)
            .select_from(
                _documents.outerjoin(
                    _passages,
                    (_passages.c.practice == _documents.c.practice) & (_passages.c.document == _documents.c.id),
                )
            )
            .where(_documents.c.practice == self.practice)
            .group_by(_documents.c.id)
            .having((func.count(ordinal) == 0) | (func.count(ordinal) != func.max(ordinal) + 1))
            .order_by(_documents.c.id)
        )
        with reading(self._engine) as connection:
            return tuple(connection.execute(query).scalars())

    def counts(self) -> tuple[int, int]:
        """How many document versions and passages are held."""
        with reading(self._engine) as connection:
            documents = connection.execute(
                select(func.count()).select_from(_documents).where(_documents.c.practice == self.practice)
            ).scalar_one()
            passages = connection.execute(
                select(func.count()).select_from(_passages).where(_passages.c.practice == self.practice)
            ).scalar_one()
        return documents, passages

    def record_generation(self, name: str, digest: str) -> tuple[int, str, str]:
        """Note that an index generation was published, as the newest; returns the note."""
        newest = select(func.max(_generations.c.number)).where(_generations.c.practice == self.practice)
        with transaction(self._engine) as connection:
            number = (connection.execute(newest).scalar() or 0) + 1
            values = {"practice": self.practice, "number": number, "name": name, "digest": digest}
            connection.execute(insert(_generations).values(values))
            connection.execute(
                delete(_generations).where(
                    _generations.c.practice == self.practice, _generations.c.number <= number - _NOTES_KEPT
                )
            )
        return number, name, digest

    def newest_generation(self) -> tuple[int, str, str] | None:
        """Number, name and digest of the generation published last."""
        query = (
            select(_generations)
            .where(_generations.c.practice == self.practice)
            .order_by(_generations.c.number.desc())
            .limit(1)
        )
        with reading(self._engine) as connection:
            row = connection.execute(query).one_or_none()
        return (row.number, row.name, row.digest) if row is not None else None

    def scrub(self) -> None:
        """Take deleted rows out of the database's journal, where their words would stay until it is written over."""
        database.scrub(self._engine)

    def close(self) -> None:
        """Give the connections back; the file can be moved or copied afterwards."""
        self._engine.dispose()

    def _delete(self, connection: Connection, document: str) -> bool:
        connection.execute(
            delete(_passages).where(_passages.c.practice == self.practice, _passages.c.document == document)
        )
        gone = connection.execute(
            delete(_documents).where(_documents.c.practice == self.practice, _documents.c.id == document)
        )
        return gone.rowcount > 0

    def _document_values(self, row: DocumentRow) -> dict[str, object]:
        document = row.document
        return {
            "practice": self.practice,
            "id": document.id,
            "series": document.series,
            "payer": document.payer,
            "effective_from": document.effective_from and document.effective_from.isoformat(),
            "effective_through": document.effective_through and document.effective_through.isoformat(),
            "metadata": _compact(document.model_dump(mode="json")),
            "content_hash": row.content_hash,
            "path": row.path,
            "text": row.text,
        }

    def _passage_values(self, row: PassageRow) -> dict[str, object]:
        return {
            "practice": self.practice,
            "key": row.passage.key,
            "document": row.passage.document,
            "ordinal": row.passage.ordinal,
            "metadata": _compact(row.passage.model_dump(mode="json")),
            "indexed_text": row.indexed_text,
            "indexed_hash": row.indexed_hash,
            "model": row.model,
            "vector": row.vector,
        }


def _compact(value: dict[str, object]) -> str:
    """JSON without the fields that are unset."""
    return json.dumps({key: item for key, item in value.items() if item is not None}, ensure_ascii=False)
