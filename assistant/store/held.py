"""What the records of every part share: opened at their present shape, read and changed in one line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from pydantic import BaseModel
from sqlalchemy import (
    ColumnElement,
    Delete,
    Engine,
    Row,
    Select,
    Table,
    Update,
)
from sqlalchemy.sql.base import Executable

from assistant.domain.caller import Caller
from assistant.store.engine import reading, transaction
from assistant.store.part import Part
from assistant.store.seal import Seal


class Held:
    """The rows of one part in one database."""

    part: ClassVar[Part]

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.part.bring_up(engine)

    def _rows(self, query: Select[Any]) -> Sequence[Row[Any]]:
        with reading(self._engine) as connection:
            return connection.execute(query).all()

    def _row(self, query: Select[Any]) -> Row[Any] | None:
        with reading(self._engine) as connection:
            return connection.execute(query).first()

    def _value(self, query: Select[Any]) -> Any:
        with reading(self._engine) as connection:
            return connection.execute(query).scalar()

    def _do(self, *statements: Executable) -> None:
        """Carry statements out, all or none."""
        with transaction(self._engine) as connection:
            for each in statements:
                connection.execute(each)

    def _changed(self, statement: Update | Delete) -> int:
        """Carry a change out; returns how many rows it met."""
        with transaction(self._engine) as connection:
            return connection.execute(statement).rowcount


class SealedHeld(Held):
    """Rows whose content is sealed, bound to the practice and to the name of the record."""

    def __init__(self, engine: Engine, seal: Seal) -> None:
        super().__init__(engine)
        self._seal = seal

    def _close(self, caller: Caller, record: str, content: bytes | BaseModel) -> bytes:
        plain = content if isinstance(content, bytes) else content.model_dump_json(exclude_none=True).encode()
        return self._seal.close(plain, caller.practice, record)

    def _open(self, caller: Caller, record: str, content: bytes) -> bytes:
        return self._seal.open(content, caller.practice, record)


def mine(table: Table, caller: Caller, **named: object) -> tuple[ColumnElement[bool], ...]:
    """The conditions that a row is of the caller's practice and has these values."""
    return (table.c.practice == caller.practice, *(table.c[name] == value for name, value in named.items()))
