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
from assistant.domain.conversation import Exchange, ThreadSummary
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

#: So much of a thread's first question stands in a list.
_SHOWN = 200


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

    def list(self, caller: Caller, *, most: int = 50, before: int | None = None) -> tuple[ThreadSummary, ...]:
        """The practice's threads, the one written in last first; ``before`` is the ``last`` to go on behind."""
        newest = func.max(_exchanges.c.id).label("last")
        mine = select(_exchanges.c.thread, newest, func.min(_exchanges.c.id).label("first"), func.count().label("n"))
        mine = mine.where(_exchanges.c.practice == caller.practice).group_by(_exchanges.c.thread)
        if before is not None:
            mine = mine.having(func.max(_exchanges.c.id) < before)
        found = mine.order_by(newest.desc()).limit(most).subquery()
        ends, begins = _exchanges.alias(), _exchanges.alias()
        query = (
            select(found.c.thread, found.c.last, found.c.n, ends.c.day, ends.c.user, ends.c.action, begins.c.question)
            .join(ends, ends.c.id == found.c.last)
            .join(begins, begins.c.id == found.c.first)
            .order_by(found.c.last.desc())
        )
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
        return tuple(
            ThreadSummary(
                thread=row.thread,
                exchanges=row.n,
                question=row.question[:_SHOWN],
                action=row.action,
                day=row.day,
                user=row.user,
                last=row.last,
            )
            for row in rows
        )

    def remove(self, caller: Caller, thread: str) -> int:
        """Delete a thread of the caller's practice for good; returns how many exchanges it had."""
        mine = (_exchanges.c.practice == caller.practice, _exchanges.c.thread == thread)
        with transaction(self._engine) as connection:
            return connection.execute(delete(_exchanges).where(*mine)).rowcount

    def prune(self, *, before: date) -> int:
        """Remove every exchange older than ``before``; returns how many there were."""
        older = _exchanges.c.day < before.isoformat()
        with reading(self._engine) as connection:
            count = connection.execute(select(func.count()).select_from(_exchanges).where(older)).scalar() or 0
        if count:
            with transaction(self._engine) as connection:
                connection.execute(delete(_exchanges).where(older))
        return int(count)
