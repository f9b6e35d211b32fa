"""Long work: who asked for it, how it stands, and what came of it; sealed, per practice."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
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
from assistant.domain.errors import NotFound
from assistant.domain.stored import StoredJob
from assistant.store.engine import reading, transaction
from assistant.store.migrations import migrate
from assistant.store.seal import Seal
from assistant.store.stamps import stamp

_meta = MetaData()

_jobs = Table(
    "jobs",
    _meta,
    Column("practice", String(80), primary_key=True),
    Column("id", String(40), primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("state", String(20), nullable=False),
    Column("made_at", String(40), nullable=False),
    Column("made_by", String(200), nullable=False),
    Column("touched_at", String(40), nullable=False),
    Column("result", LargeBinary, nullable=True),
)

#: Results are for fetching, not for keeping.
KEPT = timedelta(days=7)
#: Work that gave no sign of life for so long died with its process.
SILENT = timedelta(minutes=10)


def _create(connection: Connection) -> None:
    _meta.create_all(connection)


_STEPS = (_create,)


class Jobs:
    """The jobs of a database; any process may tell of any job."""

    def __init__(self, engine: Engine, seal: Seal) -> None:
        self._engine = engine
        self._seal = seal
        migrate(engine, "jobs", _STEPS)

    def begin(self, caller: Caller, kind: str, *, at: datetime) -> StoredJob:
        """Note that work has begun; what is past its time is removed."""
        job_id, now = f"job_{secrets.token_urlsafe(12)}", stamp(at)
        row = {
            "practice": caller.practice,
            "id": job_id,
            "kind": kind,
            "state": "running",
            "made_at": now,
            "made_by": caller.user,
            "touched_at": now,
        }
        with transaction(self._engine) as connection:
            connection.execute(delete(_jobs).where(_jobs.c.touched_at < stamp(at - KEPT)))
            connection.execute(insert(_jobs).values(row))
        return self.get(caller, job_id, at=at)

    def touch(self, caller: Caller, job_id: str, *, at: datetime) -> None:
        """The work goes on."""
        with transaction(self._engine) as connection:
            connection.execute(update(_jobs).where(*_one(caller, job_id)).values(touched_at=stamp(at)))

    def end(self, caller: Caller, job_id: str, result: str, *, failed: bool = False, at: datetime) -> None:
        """Keep what came of it: the result, or the problem, as JSON."""
        values = {
            "state": "failed" if failed else "done",
            "touched_at": stamp(at),
            "result": self._seal.close(result.encode(), caller.practice, job_id),
        }
        with transaction(self._engine) as connection:
            connection.execute(update(_jobs).where(*_one(caller, job_id)).values(values))

    def get(self, caller: Caller, job_id: str, *, at: datetime) -> StoredJob:
        """How a job stands; ``NotFound`` when the practice has none of this id."""
        with reading(self._engine) as connection:
            row = connection.execute(select(_jobs).where(*_one(caller, job_id))).first()
        if row is None:
            raise NotFound("this practice has no such job", where="job", fix="results are kept for seven days")
        lost = row.state == "running" and row.touched_at < stamp(at - SILENT)
        result = self._seal.open(row.result, caller.practice, job_id).decode() if row.result is not None else None
        return StoredJob(
            id=row.id,
            kind=row.kind,
            state="lost" if lost else row.state,
            made_at=row.made_at,
            touched_at=row.touched_at,
            result=result,
        )


def _one(caller: Caller, job_id: str) -> tuple[ColumnElement[bool], ...]:
    return _jobs.c.practice == caller.practice, _jobs.c.id == job_id
