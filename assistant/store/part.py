"""A part of the database: tables that come and change together, how they came to be, how long their rows stay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from sqlalchemy import Boolean, Column, Connection, Engine, Insert, Integer, LargeBinary, MetaData, String, Table, Text
from sqlalchemy.schema import SchemaItem

from assistant.store.migrations import Step, forget, migrate

#: ``case`` and ``thread`` are terms that the settings give in days.
Term = Literal["case", "thread"] | timedelta

#: Every column of this name holds a day; every other column of time holds a moment.
DAY = "day"


@dataclass(frozen=True)
class Stay:
    """How long the rows of a table stay.

    Either ``since`` names the column whose moment or day begins the ``term``; or the rows go ``with_`` a row of
    another table; or they stay ``until`` what is said there.
    """

    since: str = ""
    term: Term = timedelta()
    with_: str = ""
    until: str = ""


class Part:
    """Tables under one name, which numbers the steps that made them. ``later`` steps follow the creation."""

    def __init__(self, name: str, *later: Step) -> None:
        self.name = name
        self.meta = MetaData()
        self.stays: dict[str, Stay] = {}
        self._later = later

    def table(self, name: str, *items: SchemaItem, stay: Stay) -> Table:
        """A table of this part."""
        self.stays[name] = stay
        return Table(name, self.meta, *items)

    def bring_up(self, engine: Engine) -> None:
        """Bring the tables of a database to their present shape."""
        migrate(engine, self.name, (self._create, *self._later))

    def take_down(self, connection: Connection) -> None:
        """Drop the tables, which another database holds from now on."""
        self.meta.drop_all(connection)
        forget(connection, self.name)

    def _create(self, connection: Connection) -> None:
        self.meta.create_all(connection)


def key(name: str, length: int) -> Column[str]:
    """A word that is part of the primary key."""
    return Column(name, String(length), primary_key=True)


def practice() -> Column[str]:
    """Whose row it is, as the first part of the key."""
    return key("practice", 80)


def word(name: str, length: int, *, optional: bool = False, indexed: bool = False, unique: bool = False) -> Column[str]:
    """A short text."""
    return Column(name, String(length), nullable=optional, index=indexed or None, unique=unique or None)


def text(name: str, *, optional: bool = False) -> Column[str]:
    """A text of any length."""
    return Column(name, Text, nullable=optional)


def moment(name: str, *, optional: bool = False, indexed: bool = False) -> Column[str]:
    """A moment as a stamp."""
    return word(name, 40, optional=optional, indexed=indexed)


def day(name: str, *, optional: bool = False) -> Column[str]:
    """A day as ISO text."""
    return word(name, 10, optional=optional)


def whole(name: str, *, optional: bool = False) -> Column[int]:
    """A whole number."""
    return Column(name, Integer, nullable=optional)


def serial(name: str) -> Column[int]:
    """A number that the database gives."""
    return Column(name, Integer, primary_key=True, autoincrement=True)


def place(name: str) -> Column[int]:
    """A number that is part of the primary key and that the program gives."""
    return Column(name, Integer, primary_key=True, autoincrement=False)


def flag(name: str) -> Column[bool]:
    """Yes or no."""
    return Column(name, Boolean, nullable=False)


def raw(name: str) -> Column[bytes]:
    """Bytes that need no seal: hashes and vectors."""
    return Column(name, LargeBinary, nullable=False)


def sealed(name: str, *, optional: bool = False) -> Column[bytes]:
    """Bytes that are only ever written sealed."""
    return Column(name, LargeBinary, nullable=optional, info={"sealed": True})


def unless_there(connection: Connection, table: Table, values: Mapping[str, object]) -> Insert:
    """An insert that another writer may have won."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table).values(values).on_conflict_do_nothing()
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table).values(values).on_conflict_do_nothing()
