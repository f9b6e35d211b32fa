"""Threads: questions and answers in order, per practice and user, without identifiers of people."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index, delete, func, insert, select

from assistant.domain.caller import Caller
from assistant.domain.conversation import Exchange, ThreadSummary
from assistant.store.held import Held, mine
from assistant.store.part import Part, Stay, day, serial, text, word

PART = Part("threads")

_exchanges = PART.table(
    "exchanges",
    serial("id"),
    word("practice", 80),
    word("user", 200),
    word("thread", 80),
    day("day"),
    text("question"),
    text("answer"),
    word("action", 40),
    Index("exchanges_by_thread", "practice", "thread", "id"),
    Index("exchanges_by_user", "practice", "user", "id"),
    Index("exchanges_by_day", "day"),
    stay=Stay(since="day", term="thread"),
)

#: So much of a thread's first question stands in a list.
_SHOWN = 200


class Threads(Held):
    """The exchanges of a database. Every row carries its practice, and no call reaches another practice's."""

    part = PART

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
        self._do(insert(_exchanges).values(row))

    def history(self, caller: Caller, thread: str, *, most: int = 20) -> tuple[Exchange, ...]:
        """The last exchanges of a thread, oldest first; empty where the practice has no such thread."""
        query = (
            select(_exchanges.c.question, _exchanges.c.answer, _exchanges.c.action)
            .where(*mine(_exchanges, caller, thread=thread))
            .order_by(_exchanges.c.id.desc())
            .limit(most)
        )
        rows = self._rows(query)
        return tuple(Exchange(question=row.question, answer=row.answer, action=row.action) for row in reversed(rows))

    def last(self, caller: Caller) -> str | None:
        """The thread in which the caller wrote last."""
        own = select(_exchanges.c.thread).where(*mine(_exchanges, caller, user=caller.user))
        thread: str | None = self._value(own.order_by(_exchanges.c.id.desc()).limit(1))
        return thread

    def list(self, caller: Caller, *, most: int = 50, before: int | None = None) -> tuple[ThreadSummary, ...]:
        """The practice's threads, the one written in last first; ``before`` is the ``last`` to go on behind."""
        newest = func.max(_exchanges.c.id).label("last")
        threads = select(_exchanges.c.thread, newest, func.min(_exchanges.c.id).label("first"), func.count().label("n"))
        threads = threads.where(*mine(_exchanges, caller)).group_by(_exchanges.c.thread)
        if before is not None:
            threads = threads.having(func.max(_exchanges.c.id) < before)
        found = threads.order_by(newest.desc()).limit(most).subquery()
        ends, begins = _exchanges.alias(), _exchanges.alias()
        query = (
            select(found.c.thread, found.c.last, found.c.n, ends.c.day, ends.c.user, ends.c.action, begins.c.question)
            .join(ends, ends.c.id == found.c.last)
            .join(begins, begins.c.id == found.c.first)
            .order_by(found.c.last.desc())
        )
        rows = self._rows(query)
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
        return self._changed(delete(_exchanges).where(*mine(_exchanges, caller, thread=thread)))
