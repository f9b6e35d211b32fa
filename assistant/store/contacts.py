"""The contact log: one row a contact with a payer, sealed, per practice, without identifiers of patients."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import Column, Connection, Engine, Index, Integer, LargeBinary, MetaData, String, Table, insert, select

from assistant.domain.caller import Caller
from assistant.domain.contact import ContactEntry
from assistant.store.engine import reading, transaction
from assistant.store.migrations import migrate
from assistant.store.seal import Seal

_meta = MetaData()

_contacts = Table(
    "contacts",
    _meta,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("practice", String(80), nullable=False),
    Column("day", String(10), nullable=False),
    Column("payer", String(200)),
    Column("entry", LargeBinary, nullable=False),
    Index("contacts_by_practice", "practice", "day"),
)


def _create(connection: Connection) -> None:
    _meta.create_all(connection)


_STEPS = (_create,)


class Contacts:
    """The log of a database; no call reaches another practice's rows."""

    def __init__(self, engine: Engine, seal: Seal) -> None:
        self._engine = engine
        self._seal = seal
        migrate(engine, "contacts", _STEPS)

    def add(self, caller: Caller, entry: ContactEntry) -> ContactEntry:
        """Keep an entry; returns it with its id, practice and writer."""
        kept = entry.model_copy(update={"id": uuid4().hex[:12], "practice": caller.practice, "who": caller.user})
        row = {
            "id": kept.id,
            "practice": kept.practice,
            "day": kept.day.isoformat(),
            "payer": kept.payer,
            "entry": self._seal.close(kept.model_dump_json().encode(), caller.practice, kept.id),
        }
        with transaction(self._engine) as connection:
            connection.execute(insert(_contacts).values(row))
        return kept

    def list(self, caller: Caller, *, payer: str | None = None, most: int = 100) -> tuple[ContactEntry, ...]:
        """The newest contacts of the caller's practice, newest first."""
        query = select(_contacts.c.id, _contacts.c.entry)
        query = query.where(_contacts.c.practice == caller.practice)
        if payer is not None:
            query = query.where(_contacts.c.payer == payer)
        newest = query.order_by(_contacts.c.day.desc(), _contacts.c.number.desc()).limit(most)
        with reading(self._engine) as connection:
            rows = connection.execute(newest).all()
        opened = (self._seal.open(row.entry, caller.practice, row.id) for row in rows)
        return tuple(ContactEntry.model_validate_json(each) for each in opened)
