"""Numbered steps that bring a database to the present shape, each applied once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    delete,
    func,
    insert,
    inspect,
    select,
    text,
)

from assistant.domain.errors import Misconfigured
from assistant.store.engine import reading, transaction

#: A step gets an open transaction; it must succeed on an empty database and on the step before it.
Step = Callable[[Connection], None]

#: What processes that start together wait on: any number that is always the same.
_LOCK = 4_310_772_011

_meta = MetaData()

_versions = Table(
    "schema_versions",
    _meta,
    Column("part", String(40), primary_key=True),
    Column("version", Integer, primary_key=True),
)


def migrate(engine: Engine, part: str, steps: Sequence[Step]) -> None:
    """Apply the steps of ``part`` that this database has not had yet.

    Parts (the document ledger, cases, audit ...) advance on their own. A database that is
    ahead of this program is refused rather than written to.
    """
    with reading(engine) as connection:  # who only looks waits for nobody
        if inspect(connection).has_table(_versions.name) and _done(connection, part) == len(steps):
            return
    with transaction(engine) as connection:
        if connection.dialect.name == "postgresql":
            # Several processes start at once; SQLite's transaction already lets one in at a time.
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        _versions.create(connection, checkfirst=True)
        done = _done(connection, part)
        if done > len(steps):
            raise Misconfigured(
                f"the database was written by a newer release (part {part}, version {done})", fix="update claimwright"
            )
        for number, step in enumerate(steps[done:], start=done + 1):
            step(connection)
            connection.execute(insert(_versions).values(part=part, version=number))


def forget(connection: Connection, part: str) -> None:
    """A database no longer has the tables of ``part``."""
    connection.execute(delete(_versions).where(_versions.c.part == part))


def _done(connection: Connection, part: str) -> int:
    newest = select(func.max(_versions.c.version)).where(_versions.c.part == part)
    return int(connection.execute(newest).scalar() or 0)
