"""Open the database: SQLite beside the user's files unless a URL says otherwise."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DataError, DBAPIError, OperationalError, SQLAlchemyError

from assistant.domain.errors import BadInput, Locked, Misconfigured

DATABASE_FILE = "claimwright.sqlite"

#: How long a connection waits for another one's write before it gives up.
BUSY_MILLISECONDS = 10_000

#: The one number that SQLite keeps for the program: how many changes deleted rows since the last rewrite.
_TORN = "PRAGMA user_version"

#: The change that is under way here: what changes and reads meanwhile belongs to it.
_under_way: ContextVar[Connection | None] = ContextVar("under_way", default=None)


def database_url(home: Path, url: str | None) -> str:
    """The configured URL, else SQLite in ``home``."""
    return url or f"sqlite:///{home / DATABASE_FILE}"


def open_engine(url: str, *, journal: str = "WAL", awaits_disk: bool = True) -> Engine:
    """An engine on ``url``; for SQLite the folder is made, foreign keys are on, and writes are durable.

    ``journal`` ``DELETE`` leaves one self-contained file, which a read-only folder can serve. Without ``awaits_disk``
    no change waits for the disk: each outlives the death of every process, and a power failure may undo the last ones.
    Raises ``Misconfigured`` when the folder cannot be written.
    """
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True)
    path = Path(url.removeprefix("sqlite:///"))
    with clear_storage_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_MILLISECONDS / 1000})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver would begin too late and leave changes of tables outside
        connection.execute(f"PRAGMA journal_mode={journal}")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA secure_delete=ON")  # what is deleted is overwritten, not only unlinked

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        waits = awaits_disk and options.get("awaits_disk", True)
        connection.exec_driver_sql(f"PRAGMA synchronous={'FULL' if waits else 'NORMAL'}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes", False) else "BEGIN")

    return engine


def open_readonly(path: Path) -> Engine:
    """An engine on a finished SQLite file that nobody writes, even on a read-only disk."""
    return create_engine(f"sqlite:///file:{path}?mode=ro&immutable=1&uri=true")


@contextmanager
def transaction(engine: Engine, *, awaits_disk: bool = True) -> Iterator[Connection]:
    """One all-or-nothing change, with storage failures named. Waits for another writer, then fails as ``Locked``.

    A change inside another one of the same database is part of it. Without ``awaits_disk`` a power failure, though
    nothing less, may undo it: a disk under load may take seconds to say that it holds what was written.
    """
    if (outer := _joined(engine)) is not None:
        yield outer
        return
    with _begun(engine.execution_options(writes=True, awaits_disk=awaits_disk)) as connection:
        token = _under_way.set(connection)
        try:
            yield connection
        finally:
            _under_way.reset(token)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One consistent look at the database; it waits for nobody, and sees the change that is under way here."""
    if (outer := _joined(engine)) is not None:
        yield outer
        return
    with _begun(engine) as connection:
        yield connection


@contextmanager
def _begun(engine: Engine) -> Iterator[Connection]:
    where = engine.url.render_as_string(hide_password=True)
    with clear_storage_errors(where), engine.begin() as connection:
        yield connection


def _joined(engine: Engine) -> Connection | None:
    """The change under way in this context, where it is one of this database."""
    outer = _under_way.get()
    return outer if outer is not None and outer.engine.pool is engine.pool else None


def scrub(engine: Engine) -> None:
    """Take deleted rows out of the database's journal, where their words would stay until it is written over."""
    _into_file(engine, "PASSIVE")  # most of the wait for the disk, and nobody waits with it
    _into_file(engine, "TRUNCATE")


def mark_torn(connection: Connection) -> None:
    """Say, in the change that deletes rows, that a ``rewrite`` is due."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"{_TORN}={_torn(connection) + 1}")


def rewrite(engine: Engine) -> None:
    """Write a database that is marked anew: deleted rows that once moved leave pieces behind in their old pages.

    The mark goes last, so that the next one makes up for a rewrite that broke off.
    """
    if engine.dialect.name != "sqlite":
        return
    with reading(engine) as connection:
        torn = _torn(connection)
    if not torn:
        return
    _past_sqlalchemy(engine, "VACUUM")
    with transaction(engine) as connection:
        if _torn(connection) == torn:  # nobody deleted more meanwhile
            connection.exec_driver_sql(f"{_TORN}=0")


def _torn(connection: Connection) -> int:
    """How many changes deleted rows since the last rewrite."""
    return int(connection.exec_driver_sql(_TORN).scalar() or 0)


def settle(engine: Engine) -> bool:
    """Bring the journal of a database into its file as far as nobody is in the way; False where there is none."""
    return _into_file(engine, "PASSIVE")


def _into_file(engine: Engine, how: str) -> bool:
    if engine.dialect.name != "sqlite":
        return False
    _past_sqlalchemy(engine, f"PRAGMA wal_checkpoint({how})")
    return True


def _past_sqlalchemy(engine: Engine, statement: str) -> None:
    """Carry out what no transaction may hold."""
    with clear_storage_errors(engine.url.render_as_string(hide_password=True)):
        connection = engine.raw_connection()
        try:
            connection.cursor().execute(statement).close()
        finally:
            connection.close()


@contextmanager
def clear_storage_errors(where: str | os.PathLike[str]) -> Iterator[None]:
    """Turn what a disk or a database raises into one message that an operator can act on."""
    place = os.fspath(where)
    try:
        yield
    except OperationalError as error:
        text = str(error.orig)
        if "locked" in text:
            raise _locked(place) from error
        raise Misconfigured(f"the database cannot be used: {text}", where=place, fix=_storage_fix()) from error
    except DataError as error:
        raise BadInput(
            "a text holds a sign that cannot be kept, such as a NUL", fix="send plain text without control characters"
        ) from error
    except DBAPIError as error:
        raise Misconfigured(
            f"the database is damaged or refused: {error.orig}", where=place, fix=_storage_fix()
        ) from error
    except SQLAlchemyError as error:
        raise Misconfigured(f"the database cannot be used: {error}", where=place) from error
    except sqlite3.Error as error:  # of a connection used past SQLAlchemy
        if "locked" in str(error):
            raise _locked(place) from error
        raise Misconfigured(f"the database cannot be used: {error}", where=place, fix=_storage_fix()) from error
    except OSError as error:
        raise Misconfigured(f"cannot write here: {error.strerror or error}", where=place, fix=_storage_fix()) from error


def _locked(place: str) -> Locked:
    return Locked("another process is writing to the database", where=place, fix="try again in a moment")


def _storage_fix() -> str:
    return "make the folder writable and check the free space, or set CLAIMWRIGHT_HOME to a folder you own"
