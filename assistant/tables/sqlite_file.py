"""SQLite files of code sets: written whole or not at all, opened read-only."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import quote
from weakref import finalize

from assistant.domain.errors import Misconfigured
from assistant.tables.releases import Release

#: Grows when the tables of any file change shape; a file of another version is built anew.
LAYOUT = "1"
_META = "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"


class Writer:
    """Fills a new file; the caller describes the release last, when the codes have been counted."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.execute(_META)

    def schema(self, *statements: str) -> None:
        """Create tables or indexes."""
        for statement in statements:
            self._connection.execute(statement)

    def insert(self, table: str, columns: int, values: Iterable[tuple[object, ...]]) -> None:
        """Insert rows of ``columns`` values; ``table`` is a name of this project, never typed by a user."""
        marks = ",".join("?" * columns)
        self._connection.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", values)  # noqa: S608  # no user names a table

    def describe(self, release: Release) -> None:
        """Store the release beside its codes."""
        entries = (("layout", LAYOUT), ("release", release.model_dump_json()))
        self._connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", entries)


@contextmanager
def replacing(target: Path) -> Iterator[Writer]:
    """A writer whose file takes the place of ``target`` when the block ends well, and vanishes when it does not."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{target.stem}-", suffix=".tmp", dir=target.parent)
    except OSError as error:
        raise _unwritable(target, error) from error
    os.close(handle)
    temporary = Path(name)
    try:
        connection = sqlite3.connect(temporary)
        try:
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            yield Writer(connection)
            connection.commit()
        finally:
            connection.close()
        _flush(temporary)
        temporary.chmod(0o644)
        os.replace(temporary, target)
    except (OSError, sqlite3.OperationalError) as error:
        raise _unwritable(target, error) from error
    finally:
        temporary.unlink(missing_ok=True)


class ReadOnly:
    """Rows of an open table file, safe to share between threads."""

    def __init__(self, connection: sqlite3.Connection, release: Release) -> None:
        self._connection = connection
        self._lock = Lock()
        self.release = release
        finalize(self, connection.close)

    def rows(self, statement: str, *values: str) -> list[tuple[Any, ...]]:
        """The rows that a query with these values yields."""
        with self._lock:
            return self._connection.execute(statement, values).fetchall()


def opened(path: Path) -> ReadOnly:
    """The file opened for reading; raises ``Misconfigured`` when it is not a table of this layout."""
    try:
        connection = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, check_same_thread=False)
        meta = dict(connection.execute("SELECT key, value FROM meta"))
    except sqlite3.Error as error:
        raise _unreadable(path, str(error)) from error
    if meta.get("layout") != LAYOUT or "release" not in meta:
        connection.close()
        raise _unreadable(path, "it has the layout of another version")
    return ReadOnly(connection, Release.model_validate_json(meta["release"]))


def _flush(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _unwritable(target: Path, error: Exception) -> Misconfigured:
    return Misconfigured(
        f"the table could not be written ({error})",
        where=str(target),
        fix="free some space or choose a folder that can be written, then run the command again",
    )


def _unreadable(path: Path, why: str) -> Misconfigured:
    return Misconfigured(
        f"the table cannot be read: {why}", where=str(path), fix="delete the file and run `claimwright setup`"
    )
