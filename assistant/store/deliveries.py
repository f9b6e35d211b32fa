"""Deliveries of a chat workspace, so that each is worked once, and what its later clicks need.

A delivery is taken under one or more keys before it is acknowledged; any other with one of these keys is a
repetition. Its content stays sealed until the work is done, so that a process that died loses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Column, Connection, Engine, LargeBinary, MetaData, String, Table, delete, insert, select, update

from assistant.domain.caller import Caller
from assistant.store.engine import reading, transaction
from assistant.store.migrations import migrate
from assistant.store.seal import Seal
from assistant.store.stamps import stamp

_meta = MetaData()

_deliveries = Table(
    "deliveries",
    _meta,
    Column("practice", String(80), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("first", String(200), nullable=False),
    Column("taken_at", String(40), nullable=False, index=True),
    Column("content", LargeBinary, nullable=True),
)
_notes = Table(
    "delivery_notes",
    _meta,
    Column("practice", String(80), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("kept_at", String(40), nullable=False, index=True),
    Column("content", LargeBinary, nullable=False),
)

#: A repetition comes within the hour; a replay that is older fails its signature.
KEPT = timedelta(days=7)
#: Notes belong to messages that people still click on.
NOTES_KEPT = timedelta(days=90)


def _create(connection: Connection) -> None:
    _meta.create_all(connection)


_STEPS = (_create,)


class Deliveries:
    """The deliveries and notes of a database."""

    def __init__(self, engine: Engine, seal: Seal) -> None:
        self._engine = engine
        self._seal = seal
        migrate(engine, "deliveries", _STEPS)

    def take(
        self,
        caller: Caller,
        keys: Sequence[str],
        content: bytes,
        *,
        at: datetime,
        note: tuple[str, bytes] | None = None,
    ) -> bool:
        """True for the first delivery under any of the keys; the first key names it from then on.

        A ``note``, key and content, is kept in the same change.
        """
        first = keys[0]
        sealed = self._seal.close(content, caller.practice, first)
        row = {"practice": caller.practice, "first": first, "taken_at": stamp(at)}
        wanted = _deliveries.c.key.in_(keys)
        with transaction(self._engine) as connection:
            mine = select(_deliveries.c.key).where(_deliveries.c.practice == caller.practice, wanted)
            if connection.execute(mine.limit(1)).first() is not None:
                return False
            rows = [{**row, "key": key, "content": sealed if key == first else None} for key in dict.fromkeys(keys)]
            connection.execute(insert(_deliveries), rows)
            if note is not None:
                self._put(connection, caller, *note, at=at)
        return True

    def done(self, caller: Caller, key: str) -> None:
        """The work is done: the content goes, the keys stay."""
        with transaction(self._engine) as connection:
            mine = (_deliveries.c.practice == caller.practice, _deliveries.c.key == key)
            connection.execute(update(_deliveries).where(*mine).values(content=None))

    def give_back(self, caller: Caller, key: str) -> None:
        """The delivery was not accepted after all: its repetition counts as the first one."""
        with transaction(self._engine) as connection:
            mine = (_deliveries.c.practice == caller.practice, _deliveries.c.first == key)
            connection.execute(delete(_deliveries).where(*mine))

    def claim_unfinished(self, caller: Caller, *, before: datetime, at: datetime) -> tuple[tuple[str, bytes], ...]:
        """Deliveries taken before a moment and not done, the oldest first; they count as taken anew, by the caller."""
        mine = (
            _deliveries.c.practice == caller.practice,
            _deliveries.c.content.is_not(None),
            _deliveries.c.taken_at < stamp(before),
        )
        with transaction(self._engine) as connection:
            query = select(_deliveries.c.key, _deliveries.c.content).where(*mine).order_by(_deliveries.c.taken_at)
            rows = connection.execute(query).all()
            if rows:
                connection.execute(update(_deliveries).where(*mine).values(taken_at=stamp(at)))
        return tuple((row.key, self._seal.open(row.content, caller.practice, row.key)) for row in rows)

    def keep(self, caller: Caller, key: str, content: bytes, *, at: datetime) -> None:
        """Keep a note under a key, in place of an earlier one."""
        with transaction(self._engine) as connection:
            self._put(connection, caller, key, content, at=at)

    def _put(self, connection: Connection, caller: Caller, key: str, content: bytes, *, at: datetime) -> None:
        mine = (_notes.c.practice == caller.practice, _notes.c.key == key)
        connection.execute(delete(_notes).where(*mine))
        sealed = self._seal.close(content, caller.practice, key)
        row = {"practice": caller.practice, "key": key, "kept_at": stamp(at), "content": sealed}
        connection.execute(insert(_notes).values(row))

    def kept(self, caller: Caller, key: str) -> bytes | None:
        """The note under a key."""
        query = select(_notes.c.content).where(_notes.c.practice == caller.practice, _notes.c.key == key)
        with reading(self._engine) as connection:
            sealed = connection.execute(query).scalar()
        return None if sealed is None else self._seal.open(sealed, caller.practice, key)

    def prune(self, *, at: datetime) -> int:
        """Remove what no click and no repetition asks for any more; returns how many rows went."""
        with transaction(self._engine) as connection:
            old = delete(_deliveries).where(_deliveries.c.taken_at < stamp(at - KEPT))
            gone = connection.execute(old).rowcount
            return gone + connection.execute(delete(_notes).where(_notes.c.kept_at < stamp(at - NOTES_KEPT))).rowcount
