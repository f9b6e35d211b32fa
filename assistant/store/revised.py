"""Records that people change: each change a revision, refused where somebody else was quicker."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from pydantic import BaseModel
from sqlalchemy import Column, ColumnElement, Index, Row, Table, delete, insert, select, update
from sqlalchemy.schema import SchemaItem

from assistant.domain.caller import Caller
from assistant.domain.errors import Misconfigured, NotFound
from assistant.domain.stamps import stamp
from assistant.domain.stored import Kept, Listed, OutOfDate
from assistant.store.engine import transaction
from assistant.store.held import SealedHeld, mine
from assistant.store.part import Part, Stay, key, moment, practice, sealed, whole, word


class Revised(SealedHeld):
    """Sealed records that people change: each change a revision, refused where somebody else was quicker."""

    table: ClassVar[Table]
    #: What the record is called, to people and in its id.
    what: ClassVar[str]

    def _new_id(self) -> str:
        return f"{self.what}_{secrets.token_urlsafe(12)}"

    def _add(self, caller: Caller, record: str, content: bytes | BaseModel, *, at: datetime, **more: str) -> None:
        now = stamp(at)
        row = {"practice": caller.practice, "id": record, "made_at": now, **self._change(caller, at), **more}
        content = self._close(caller, record, content)
        self._do(insert(self.table).values(row | {"revision": 1, "content": content}))

    def _held(self, caller: Caller, record: str) -> Row[Any]:
        row = self._row(select(self.table).where(*mine(self.table, caller, id=record)))
        if row is None:
            raise NotFound(f"this practice has no such {self.what}", where=record, fix=f"list the {self.what}s")
        return row

    def _put(
        self,
        caller: Caller,
        record: str,
        content: bytes | BaseModel,
        *,
        revision: int,
        to: int,
        at: datetime,
        instead_of: bytes | None = None,
    ) -> None:
        """Put a content in place of ``revision``; ``OutOfDate`` when that is not the one held.

        ``instead_of`` is what the row must still hold, where another change may leave the revision as it is.
        """
        values = {**self._change(caller, at), "revision": to, "content": self._close(caller, record, content)}
        unchanged = {} if instead_of is None else {"content": instead_of}
        before = mine(self.table, caller, id=record, revision=revision, **unchanged)
        if not self._changed(update(self.table).where(*before).values(values)):
            held = self._held(caller, record).revision
            raise OutOfDate(
                f"the {self.what} is at revision {held}, the change was made to revision {revision}",
                where=record,
                fix=f"load the {self.what} again and repeat the change",
            )

    def _listed(
        self,
        opened: Callable[[Caller, Row[Any]], Kept],
        caller: Caller,
        most: int,
        before: tuple[str, str] | None,
        **named: str,
    ) -> Listed[Kept]:
        """The practice's records that changed last; one that cannot be opened keeps nobody from the others."""
        kept: list[Kept] = []
        unreadable: list[str] = []
        more = True
        while more and len(kept) < most:
            rows = self._newest_first(caller, most, before, **named)
            for row in rows[: most - len(kept)]:
                before = row.changed_at, row.id
                try:
                    kept.append(opened(caller, row))
                except (Misconfigured, ValueError):  # sealed with another key, changed, or of another shape
                    unreadable.append(row.id)
            more = len(rows) == most
        listed = Listed(kept)
        listed.unreadable = tuple(unreadable)
        return listed

    def _newest_first(self, caller: Caller, most: int, before: tuple[str, str] | None, **named: str) -> list[Row[Any]]:
        """The practice's rows that changed last; ``before`` is the ``(changed_at, id)`` to go on behind."""
        changed, ids = self.table.c.changed_at, self.table.c.id
        query = select(self.table).where(*mine(self.table, caller, **named))
        if before is not None:
            at, record = before
            query = query.where((changed < at) | ((changed == at) & (ids < record)))
        return list(self._rows(query.order_by(changed.desc(), ids.desc()).limit(most)))

    def _remove(self, caller: Caller, record: str, *, unchanged_since: datetime | None = None) -> None:
        own = mine(self.table, caller, id=record)
        if not self._remove_all(self.table, self.table.c.changed_at, unchanged_since, *own):
            raise NotFound(f"this practice has no such {self.what}", where=record)

    def _remove_all(
        self, table: Table, touched: ColumnElement[str], unchanged_since: datetime | None, *which: ColumnElement[bool]
    ) -> int:
        """Delete rows, all or none; ``OutOfDate`` when one of them was ``touched`` since. Returns how many."""
        with transaction(self._engine) as connection:
            rows = connection.execute(delete(table).where(*which, *_until(touched, unchanged_since))).rowcount
            # Looked at behind the change: what another process writes meanwhile is seen as well.
            if unchanged_since is not None and connection.execute(select(touched).where(*which).limit(1)).first():
                raise OutOfDate(f"the {self.what} has changed meanwhile", fix=f"load the {self.what} again")
        return rows

    def _change(self, caller: Caller, at: datetime) -> dict[str, object]:
        return {"changed_at": stamp(at), "changed_by": caller.user}


def _until(touched: ColumnElement[str], moment: datetime | None) -> tuple[ColumnElement[bool], ...]:
    return () if moment is None else (touched < stamp(moment),)


def revised(part: Part, name: str, *more: SchemaItem, stay: Stay) -> Table:
    """A table of such records, with what it holds besides."""
    return part.table(
        name,
        practice(),
        key("id", 40),
        *(each for each in more if isinstance(each, Column)),
        moment("made_at"),
        moment("changed_at"),
        word("changed_by", 200),
        whole("revision"),
        sealed("content"),
        Index(f"{name}_by_change", "practice", "changed_at", "id"),
        *(each for each in more if not isinstance(each, Column)),
        stay=stay,
    )
