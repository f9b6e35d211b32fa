"""What is past its time is deleted for good: every table of every part says how long its rows stay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, Table, delete, func, select

from assistant.domain.stamps import stamp
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
    ledger,
    people,
    thread_cases,
    threads,
    verifications,
)
from assistant.store.engine import transaction
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
    ledger.PART,
    people.PART,
    thread_cases.PART,
    threads.PART,
    verifications.PART,
)


@dataclass(frozen=True)
class Gone:
    """So many rows of a practice that a table held too long."""

    practice: str
    table: str
    rows: int
    told: bool


def delete_old(engine: Engine, *, at: datetime, days: Mapping[str, int]) -> tuple[Gone, ...]:
    """Delete the rows whose term is over, of every table but the cases, which go with all that hangs on them.

    ``days`` gives the terms ``case`` and ``thread``. What the settings' terms end is ``told``; what ends by itself,
    such as a sign-in, is not worth a line in the audit trail.
    """
    gone: list[Gone] = []
    for part in PARTS:
        aged = [(table, stay) for table in part.meta.sorted_tables if (stay := part.stays[table.name]).since]
        if not aged:
            continue
        part.bring_up(engine)
        with transaction(engine) as connection:
            for table, stay in aged:
                if table.name != "cases":
                    gone += _deleted(connection, table, stay, at, days)
    return tuple(gone)


def _deleted(connection: Connection, table: Table, stay: Stay, at: datetime, days: Mapping[str, int]) -> list[Gone]:
    told = isinstance(stay.term, str)
    term = stay.term if isinstance(stay.term, timedelta) else timedelta(days=days[stay.term])
    # A day as text is smaller than a moment on it: a row of the last day that counts stays.
    limit = stamp(at - term)
    old = table.c[stay.since] < (limit[:10] if stay.since == DAY else limit)
    counted = connection.execute(select(table.c.practice, func.count()).where(old).group_by(table.c.practice)).all()
    if counted:
        connection.execute(delete(table).where(old))
    return [Gone(practice, table.name, rows, told) for practice, rows in counted]
