"""What is past its time is deleted for good: every table of every part says how long its rows stay."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Engine, Table, delete, func, inspect, select

from assistant.domain.caller import Caller
from assistant.domain.errors import NotFound
from assistant.domain.stamps import stamp
from assistant.domain.stored import OutOfDate
from assistant.store import (
    api_keys,
    audit,
    cases,
    contacts,
    deliveries,
    drafts,
    feedback,
    idempotency,
    jobs,
    key_check,
    ledger,
    people,
    thread_cases,
    threads,
    verifications,
)
from assistant.store.audit import AuditChain
from assistant.store.cases import Cases
from assistant.store.drafts import Drafts
from assistant.store.engine import mark_torn, reading, rewrite, scrub, transaction
from assistant.store.part import DAY, Part, Stay

#: Every part that a database may hold.
PARTS: tuple[Part, ...] = (
    api_keys.PART,
    audit.PART,
    cases.PART,
    contacts.PART,
    deliveries.PART,
    drafts.PART,
    feedback.PART,
    idempotency.PART,
    jobs.PART,
    key_check.PART,
    ledger.PART,
    people.PART,
    thread_cases.PART,
    threads.PART,
    verifications.PART,
)


@dataclass(frozen=True)
class Terms:
    """When a row is past its time: moments count back from ``at``, days from ``today``.

    ``days`` gives the terms ``case`` and ``thread``; what hangs on one that it does not give stays.
    """

    at: datetime
    today: date
    days: Mapping[str, int]

    def over(self, table: Table, stay: Stay) -> ColumnElement[bool] | None:
        """Which rows of a table are past their time; ``None`` where none can be."""
        if not stay.since or (isinstance(stay.term, str) and stay.term not in self.days):
            return None
        term = stay.term if isinstance(stay.term, timedelta) else timedelta(days=self.days[stay.term])
        column: ColumnElement[str] = table.c[stay.since]
        return column < ((self.today - term).isoformat() if stay.since == DAY else stamp(self.at - term))


@dataclass(frozen=True)
class _Over:
    """Rows of a table that are past their time, and whether a term of the settings ended."""

    table: Table
    rows: ColumnElement[bool]
    by_settings: bool


class Retention:
    """The deletion of an office, in each of its databases; the first of them holds its cases and its trail."""

    def __init__(
        self, engines: Callable[[], Sequence[Engine]], held: Cases, written: Drafts, trail: AuditChain
    ) -> None:
        self._engines = engines
        self._cases = held
        self._drafts = written
        self._trail = trail

    def run(self, terms: Terms) -> int:
        """Delete what is past its time, and every trace of it on the disk; returns how many records went.

        A case goes with its papers and drafts, when its time is over since the last change to any of them.
        """
        count = self._end_cases(terms) + self._end_rows(terms)
        for engine in self._engines():
            rewrite(engine)
            scrub(engine)
        return count

    def run_without_cases(self, terms: Terms) -> int:
        """Only delete, and no case: quick enough for whoever waits; the traces go with the next ``run``."""
        return self._end_rows(terms)

    def _end_cases(self, terms: Terms) -> int:
        main, count = self._engines()[0], 0
        limit = terms.at - timedelta(days=terms.days["case"])
        for practice, case_id in self._cases.unchanged_since(limit):
            keeper = _keeper(practice)
            # By the time that nobody else can, somebody may have changed it, or another process have removed it.
            with suppress(NotFound, OutOfDate), transaction(main) as connection:
                self._cases.remove(keeper, case_id, unchanged_since=limit)
                self._drafts.remove_of_case(practice, case_id, unchanged_since=limit)
                self._trail.record(keeper, "retention", case_id, f"unchanged for {terms.days['case']} days")
                mark_torn(connection)
                count += 1
        return count

    def _end_rows(self, terms: Terms) -> int:
        return sum(self._end(engine, over) for engine in self._engines() for over in _over(engine, terms))

    def _end(self, engine: Engine, over: _Over) -> int:
        """Delete rows; what the settings end is told in the trail, in the same change.

        What ends by itself, such as a sign-in, is not worth a line.
        """
        table = over.table
        each_practice = select(table.c.practice, func.count()).where(over.rows).group_by(table.c.practice)
        with transaction(engine) as connection:
            counted = connection.execute(each_practice).all()
            connection.execute(delete(table).where(over.rows))
            mark_torn(connection)
            for practice, rows in counted:
                if over.by_settings:
                    self._trail.record(_keeper(practice), "retention", table.name, f"{rows} past their time")
        return sum(rows for _, rows in counted)


def _over(engine: Engine, terms: Terms) -> list[_Over]:
    """Every table that a database has and that holds what is past its time, but the cases, which go one by one."""
    with reading(engine) as connection:
        there = set(inspect(connection).get_table_names())
        found = []
        for part in PARTS:
            for table in part.meta.sorted_tables:
                stay = part.stays[table.name]
                rows = terms.over(table, stay) if table.name in there - {"cases"} else None
                if rows is not None and connection.execute(select(table.c.practice).where(rows).limit(1)).first():
                    found.append(_Over(table, rows, isinstance(stay.term, str)))
    return found


def _keeper(practice: str) -> Caller:
    return Caller(practice=practice, user="retention", role="system")
