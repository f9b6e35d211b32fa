"""The case file that a thread is about: per practice and thread, its place sealed, since a path may name a patient."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import Column, Connection, Engine, Index, LargeBinary, MetaData, String, Table, delete, insert, select
from sqlalchemy.sql.elements import ColumnElement

from assistant.domain.caller import Caller
from assistant.store.engine import reading, transaction
from assistant.store.migrations import migrate
from assistant.store.seal import Seal

_meta = MetaData()

_cases = Table(
    "thread_cases",
    _meta,
    Column("practice", String(80), primary_key=True),
    Column("thread", String(80), primary_key=True),
    Column("day", String(10), nullable=False),
    Column("place", LargeBinary, nullable=False),
    Index("thread_cases_by_day", "day"),
)


def _create(connection: Connection) -> None:
    _meta.create_all(connection)


_STEPS = (_create,)


class ThreadCases:
    """Which case file each thread of a practice goes on with."""

    def __init__(self, engine: Engine, seal: Seal) -> None:
        self._engine, self._seal = engine, seal
        migrate(engine, "thread_cases", _STEPS)

    def keep(self, caller: Caller, thread: str, file: Path, *, on: date) -> None:
        """Take ``file`` as the case of the thread, in place of an earlier one."""
        place = self._seal.close(str(file).encode(), caller.practice, _record(thread))
        row = {"practice": caller.practice, "thread": thread, "day": on.isoformat(), "place": place}
        with transaction(self._engine) as connection:
            connection.execute(delete(_cases).where(*_one(caller, thread)))
            connection.execute(insert(_cases).values(row))

    def file(self, caller: Caller, thread: str) -> Path | None:
        """The case file of a thread of the caller's practice; ``None`` where it has none."""
        with reading(self._engine) as connection:
            place = connection.execute(select(_cases.c.place).where(*_one(caller, thread))).scalar()
        return None if place is None else Path(self._seal.open(place, caller.practice, _record(thread)).decode())

    def remove(self, caller: Caller, thread: str) -> None:
        """Forget the case of a thread."""
        with transaction(self._engine) as connection:
            connection.execute(delete(_cases).where(*_one(caller, thread)))

    def prune(self, *, before: date) -> int:
        """Forget the cases of threads that were last used before that day; returns how many."""
        with transaction(self._engine) as connection:
            return connection.execute(delete(_cases).where(_cases.c.day < before.isoformat())).rowcount


def _one(caller: Caller, thread: str) -> tuple[ColumnElement[bool], ...]:
    return (_cases.c.practice == caller.practice, _cases.c.thread == thread)


def _record(thread: str) -> str:
    return f"thread-case/{thread}"
