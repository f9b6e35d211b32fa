"""Deliveries of a chat workspace, so that each is worked once, and what its later clicks need.

A delivery is taken under one or more keys before it is acknowledged; any other with one of these keys is a
repetition. Its content stays sealed until the work is done, so that a process that died loses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, delete, insert, inspect, select, update

from assistant.domain.caller import Caller
from assistant.domain.stamps import stamp
from assistant.store.engine import reading, settle, transaction
from assistant.store.held import SealedHeld, mine
from assistant.store.part import Part, Stay, key, moment, practice, sealed, unless_there, word

#: A repetition comes within the hour; a replay that is older fails its signature.
KEPT = timedelta(days=7)
#: Notes belong to messages that people still click on.
NOTES_KEPT = timedelta(days=90)


PART = Part("deliveries")

_deliveries = PART.table(
    "deliveries",
    practice(),
    key("key", 200),
    word("first", 200),
    moment("taken_at", indexed=True),
    sealed("content", optional=True),
    stay=Stay(since="taken_at", term=KEPT),
)
_notes = PART.table(
    "delivery_notes",
    practice(),
    key("key", 200),
    moment("kept_at", indexed=True),
    sealed("content"),
    stay=Stay(since="kept_at", term=NOTES_KEPT),
)


class Deliveries(SealedHeld):
    """The deliveries and notes of a database."""

    part = PART

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
        sealed = self._close(caller, first, content)
        row = {"practice": caller.practice, "first": first, "taken_at": stamp(at)}
        wanted = _deliveries.c.key.in_(keys)
        with transaction(self._engine) as connection:
            taken = select(_deliveries.c.key).where(*mine(_deliveries, caller), wanted)
            if connection.execute(taken.limit(1)).first() is not None:
                return False
            rows = [{**row, "key": key, "content": sealed if key == first else None} for key in dict.fromkeys(keys)]
            connection.execute(insert(_deliveries), rows)
            if note is not None:
                self.keep(caller, *note, at=at)
        return True

    def done(self, caller: Caller, key: str) -> None:
        """The work is done: the content goes, the keys stay."""
        self._do(update(_deliveries).where(*mine(_deliveries, caller, key=key)).values(content=None))

    def give_back(self, caller: Caller, key: str) -> None:
        """The delivery was not accepted after all: its repetition counts as the first one."""
        self._do(delete(_deliveries).where(*mine(_deliveries, caller, first=key)))

    def renew(self, caller: Caller, keys: Sequence[str], *, at: datetime) -> None:
        """Whoever took these deliveries still works on them: they are not unfinished work of the dead."""
        taken = update(_deliveries).where(*mine(_deliveries, caller), _deliveries.c.first.in_(keys))
        self._do(taken.values(taken_at=stamp(at)))

    def claim_unfinished(self, caller: Caller, *, before: datetime, at: datetime) -> tuple[tuple[str, bytes], ...]:
        """Deliveries taken before a moment and not done, the oldest first; they count as taken anew, by the caller."""
        unfinished = (
            *mine(_deliveries, caller),
            _deliveries.c.content.is_not(None),
            _deliveries.c.taken_at < stamp(before),
        )
        with transaction(self._engine) as connection:
            query = select(_deliveries.c.key, _deliveries.c.content).where(*unfinished).order_by(_deliveries.c.taken_at)
            rows = connection.execute(query).all()
            if rows:
                connection.execute(update(_deliveries).where(*unfinished).values(taken_at=stamp(at)))
        return tuple((row.key, self._open(caller, row.key, row.content)) for row in rows)

    def keep(self, caller: Caller, key: str, content: bytes, *, at: datetime) -> None:
        """Keep a note under a key, in place of an earlier one."""
        row = {
            "practice": caller.practice,
            "key": key,
            "kept_at": stamp(at),
            "content": self._close(caller, key, content),
        }
        self._do(delete(_notes).where(*mine(_notes, caller, key=key)), insert(_notes).values(row))

    def kept(self, caller: Caller, key: str) -> bytes | None:
        """The note under a key."""
        content = self._value(select(_notes.c.content).where(*mine(_notes, caller, key=key)))
        return None if content is None else self._open(caller, key, content)

    @property
    def journal(self) -> int:
        """Bytes that were written and are not settled yet."""
        file = self._engine.url.database
        journal = Path(f"{file}-wal")
        return journal.stat().st_size if file and journal.exists() else 0

    def settle(self, caller: Caller, *, at: datetime) -> None:
        """Bring the journal into the file, and begin it anew; both wait for the disk, so that no ``take`` has to."""
        if settle(self._engine):
            self.keep(caller, "settled", b"", at=at)


def move(old: Engine, new: Engine) -> None:
    """Bring what an earlier release kept in the database of everything into the one of deliveries, once.

    ``new`` must wait for the disk: behind its change the old rows are gone.
    """
    with reading(old) as connection:
        if not inspect(connection).has_table(_deliveries.name):
            return
    with transaction(old) as connection:
        # Another process may have been quicker; a break leaves all of it in the old place.
        if not inspect(connection).has_table(_deliveries.name):
            return
        with transaction(new) as moved:
            for table in (_deliveries, _notes):
                for row in connection.execute(select(table)).mappings():
                    moved.execute(unless_there(moved, table, dict(row)))
        settle(new)
        PART.take_down(connection)
