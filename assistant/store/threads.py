"""Threads: questions and answers in order, per practice and user, without identifiers of people."""

from __future__ import annotations

from datetime import date

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
)

from assistant.domain.caller import Caller
from assistant.domain.conversation import Exchange
from assistant.store.engine import reading, transaction
from assistant.store.migrations import migrate

_meta = MetaData()

_exchanges = Table(
    "exchanges",
    _meta,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("practice", String(80), nullable=False),
    Column("user", String(200), nullable=False),
    Column("thread", String(80), nullable=False),
    Column("day", String(10), nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("action", String(40), nullable=False),
    Index("exchanges_by_thread", "practice", "thread", "id"),
    Index("exchanges_by_user", "practice", "user", "id"),
    Index("exchanges_by_day", "day"),
)


def _create(connection: Connection) -> None:
    _meta.create_all(connection)


_STEPS = (_create,)


class Threads:
    """The exchanges of a database. Every row carries its practice, and no call reaches another practice's."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        migrate(engine, "threads", _STEPS)

    def append(self, caller: Caller, thread: str, exchange: Exchange, *, on: date) -> None:
        """Add one exchange to a thread of the caller's practice."""
        row = {
            "practice": caller.practice,
            "user": caller.user,
            "thread": thread,
            "day": on.isoformat(),
            "question": exchange.question,
            "answer": exchange.answer,
            "action": exchange.action,
        }
        with transaction(self._engine) as connection:
            connection.execute(insert(_exchanges).values(row))

    def history(self, caller: Caller, thread: str, *, most: int = 20) -> tuple[Exchange, ...]:
        """The last exchanges of a thread, oldest first; empty where the practice has no such thread."""
        query = (
            select(_exchanges.c.question, _exchanges.c.answer, _exchanges.c.action)
            .where(_exchanges.c.practice == caller.practice, _exchanges.c.thread == thread)
            .order_by(_exchanges.c.id.desc())
            .limit(most)
        )
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
        return tuple(Exchange(question=row.question, answer=row.answer, action=row.action) for row in reversed(rows))

    def last(self, caller: Caller) -> str | None:
        """The thread in which the caller wrote last."""
        query = select(_exchanges.c.thread).where(
            _exchanges.c.practice == caller.practice, _exchanges.c.user == caller.user
        )
        with reading(self._engine) as connection:
            return connection.execute(query.order_by(_exchanges.c.id.desc()).limit(1)).scalar()

    def prune(self, *, before: date) -> int:
        """Remove every exchange older than ``before``; returns how many there were."""
        older = _exchanges.c.day < before.isoformat()
        with reading(self._engine) as connection:
            count = connection.execute(select(func.count()).select_from(_exchanges).where(older)).scalar() or 0
        if count:
            with transaction(self._engine) as connection:
                connection.execute(delete(_exchanges).where(older))
        return int(count)
