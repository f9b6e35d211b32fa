"""Cases and their papers at rest: sealed, per practice, with a revision that guards against lost changes."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    delete,
    insert,
    select,
    update,
)

from assistant.domain.caller import Caller
from assistant.domain.case import Case
from assistant.domain.errors import NotFound
from assistant.domain.stored import OutOfDate, StoredCase, StoredPaper
from assistant.store.engine import reading, transaction
from assistant.store.migrations import migrate
from assistant.store.seal import Seal
from assistant.store.stamps import stamp

_meta = MetaData()

_cases = Table(
    "cases",
    _meta,
    Column("practice", String(80), primary_key=True),
    Column("id", String(40), primary_key=True),
    Column("made_at", String(40), nullable=False),
    Column("changed_at", String(40), nullable=False),
    Column("changed_by", String(200), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Index("cases_by_change", "practice", "changed_at", "id"),
)

_papers = Table(
    "papers",
    _meta,
    Column("practice", String(80), primary_key=True),
    Column("case_id", String(40), primary_key=True),
    Column("name", String(200), primary_key=True),
    Column("media_type", String(100), nullable=False),
    Column("size", Integer, nullable=False),
    Column("added_at", String(40), nullable=False),
    Column("content", LargeBinary, nullable=False),
)


def _create(connection: Connection) -> None:
    _meta.create_all(connection)


_STEPS = (_create,)


class Cases:
    """The cases of a database. Every query names the caller's practice."""

    def __init__(self, engine: Engine, seal: Seal) -> None:
        self._engine = engine
        self._seal = seal
        migrate(engine, "cases", _STEPS)

    def add(self, caller: Caller, case: Case, *, at: datetime) -> StoredCase:
        """Keep a new case; returns it with its id."""
        case_id, now = f"case_{secrets.token_urlsafe(12)}", stamp(at)
        row = {
            "practice": caller.practice,
            "id": case_id,
            "made_at": now,
            "changed_at": now,
            "changed_by": caller.user,
            "revision": 1,
            "content": self._closed(caller, case_id, case),
        }
        with transaction(self._engine) as connection:
            connection.execute(insert(_cases).values(row))
        return self.get(caller, case_id)

    def get(self, caller: Caller, case_id: str) -> StoredCase:
        """One case; ``NotFound`` when the practice has none of this id."""
        with reading(self._engine) as connection:
            row = connection.execute(select(_cases).where(*_one(caller, case_id))).first()
        if row is None:
            raise NotFound("this practice has no such case", where=case_id, fix="list the cases")
        content = self._seal.open(row.content, caller.practice, case_id)
        return StoredCase(
            id=row.id,
            revision=row.revision,
            made_at=row.made_at,
            changed_at=row.changed_at,
            changed_by=row.changed_by,
            case=Case.model_validate_json(content),
        )

    def replace(self, caller: Caller, case_id: str, case: Case, *, revision: int, at: datetime) -> StoredCase:
        """Put a changed case in place; ``OutOfDate`` when somebody else changed it since ``revision``."""
        values = {
            "changed_at": stamp(at),
            "changed_by": caller.user,
            "revision": revision + 1,
            "content": self._closed(caller, case_id, case),
        }
        with transaction(self._engine) as connection:
            mine = (*_one(caller, case_id), _cases.c.revision == revision)
            changed = connection.execute(update(_cases).where(*mine).values(values)).rowcount
        if not changed:
            held = self.get(caller, case_id)
            raise OutOfDate(
                f"the case is at revision {held.revision}, the change was made to revision {revision}",
                where=case_id,
                fix="load the case again and repeat the change",
            )
        return self.get(caller, case_id)

    def recent(
        self, caller: Caller, *, most: int = 50, before: tuple[str, str] | None = None
    ) -> tuple[StoredCase, ...]:
        """The cases that changed last, newest first; ``before`` is the ``(changed_at, id)`` to go on behind."""
        query = select(_cases.c.id, _cases.c.changed_at).where(_cases.c.practice == caller.practice)
        if before is not None:
            at, case_id = before
            older = (_cases.c.changed_at < at) | ((_cases.c.changed_at == at) & (_cases.c.id < case_id))
            query = query.where(older)
        query = query.order_by(_cases.c.changed_at.desc(), _cases.c.id.desc()).limit(most)
        with reading(self._engine) as connection:
            ids = [row.id for row in connection.execute(query)]
        return tuple(self.get(caller, case_id) for case_id in ids)

    def remove(self, caller: Caller, case_id: str) -> None:
        """Delete a case and its papers for good; ``NotFound`` when there is none."""
        with transaction(self._engine) as connection:
            connection.execute(delete(_papers).where(*_papers_of(caller, case_id)))
            gone = connection.execute(delete(_cases).where(*_one(caller, case_id))).rowcount
        if not gone:
            raise NotFound("this practice has no such case", where=case_id)

    def unchanged_since(self, before: datetime) -> tuple[tuple[str, str], ...]:
        """``(practice, id)`` of every case that nobody changed since."""
        old = select(_cases.c.practice, _cases.c.id).where(_cases.c.changed_at < stamp(before))
        with reading(self._engine) as connection:
            return tuple((row.practice, row.id) for row in connection.execute(old))

    # Papers

    def put_paper(
        self, caller: Caller, case_id: str, name: str, content: bytes, *, media_type: str, at: datetime
    ) -> StoredPaper:
        """Keep a file with a case, in place of one of the same name; ``NotFound`` without the case."""
        self.get(caller, case_id)
        row = {
            "practice": caller.practice,
            "case_id": case_id,
            "name": name,
            "media_type": media_type,
            "size": len(content),
            "added_at": stamp(at),
            "content": self._seal.close(content, caller.practice, f"{case_id}/{name}"),
        }
        with transaction(self._engine) as connection:
            connection.execute(delete(_papers).where(*_papers_of(caller, case_id), _papers.c.name == name))
            connection.execute(insert(_papers).values(row))
        return StoredPaper(name=name, media_type=media_type, size=len(content), added_at=stamp(at))

    def papers(self, caller: Caller, case_id: str) -> tuple[StoredPaper, ...]:
        """What is kept with a case, by name."""
        columns = (_papers.c.name, _papers.c.media_type, _papers.c.size, _papers.c.added_at)
        query = select(*columns).where(*_papers_of(caller, case_id)).order_by(_papers.c.name)
        with reading(self._engine) as connection:
            rows = connection.execute(query).mappings().all()
        return tuple(StoredPaper.model_validate(row) for row in rows)

    def paper(self, caller: Caller, case_id: str, name: str) -> bytes:
        """The bytes of a paper; ``NotFound`` when the case holds none of this name."""
        query = select(_papers.c.content).where(*_papers_of(caller, case_id), _papers.c.name == name)
        with reading(self._engine) as connection:
            sealed = connection.execute(query).scalar()
        if sealed is None:
            raise NotFound("the case holds no such paper", where=f"{case_id}/{name}")
        return self._seal.open(sealed, caller.practice, f"{case_id}/{name}")

    def _closed(self, caller: Caller, case_id: str, case: Case) -> bytes:
        return self._seal.close(case.model_dump_json(exclude_none=True).encode(), caller.practice, case_id)


def _one(caller: Caller, case_id: str) -> tuple[ColumnElement[bool], ...]:
    return _cases.c.practice == caller.practice, _cases.c.id == case_id


def _papers_of(caller: Caller, case_id: str) -> tuple[ColumnElement[bool], ...]:
    return _papers.c.practice == caller.practice, _papers.c.case_id == case_id
