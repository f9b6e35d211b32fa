"""Records of contacts with payers, one after the other: sealed, per practice, newest first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from pydantic import BaseModel
from sqlalchemy import ColumnElement, Index, Table, and_, insert, or_, select

from assistant.domain.caller import Caller
from assistant.store.held import SealedHeld, mine
from assistant.store.part import Part, Stay, day, sealed, serial, word


class PayerLog(SealedHeld):
    """Sealed records of contacts with payers, one after the other."""

    table: ClassVar[Table]
    #: The columns with the record's name and its content.
    named: ClassVar[tuple[str, str]]

    def _append(self, caller: Caller, record: str, content: BaseModel, *, on: date, payer: str | None) -> None:
        name, held = self.named
        row = {"practice": caller.practice, "day": on.isoformat(), "payer": payer}
        self._do(insert(self.table).values(row | {name: record, held: self._close(caller, record, content)}))

    def _newest(
        self, caller: Caller, payer: str | None, most: int, before: tuple[str, str] | None = None
    ) -> Iterator[bytes]:
        """The newest records; ``before`` is the ``(day, name)`` of the one to go on behind."""
        name, held = self.named
        query = select(self.table).where(*mine(self.table, caller))
        if payer is not None:
            query = query.where(self.table.c.payer == payer)
        if before is not None:
            query = query.where(self._behind(caller, *before))
        for row in self._rows(query.order_by(self.table.c.day.desc(), self.table.c.number.desc()).limit(most)):
            yield self._open(caller, row._mapping[name], row._mapping[held])

    def _behind(self, caller: Caller, on: str, record: str) -> ColumnElement[bool]:
        columns = self.table.c
        number = select(columns.number).where(*mine(self.table, caller), columns[self.named[0]] == record)
        return or_(columns.day < on, and_(columns.day == on, columns.number < number.scalar_subquery()))


def payer_log(part: Part, name: str, record: str, content: str) -> Table:
    """A table of such records."""
    return part.table(
        name,
        serial("number"),
        word(record, 32, unique=True),
        word("practice", 80),
        day("day"),
        word("payer", 200, optional=True),
        sealed(content),
        Index(f"{name}_by_practice", "practice", "day"),
        stay=Stay(since="day", term="case"),
    )
