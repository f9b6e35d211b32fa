"""Verification records: what payers answered on calls, sealed, per practice."""

from __future__ import annotations

from sqlalchemy import Column, Connection, Engine, Index, Integer, LargeBinary, MetaData, String, Table, insert, select

from assistant.domain.caller import Caller
from assistant.domain.contact import VerificationRecord
from assistant.store.engine import reading, transaction
from assistant.store.migrations import migrate
from assistant.store.seal import Seal

_meta = MetaData()

_verifications = Table(
    "verifications",
    _meta,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("contact", String(32), nullable=False, unique=True),
    Column("practice", String(80), nullable=False),
    Column("day", String(10), nullable=False),
    Column("payer", String(200)),
    Column("record", LargeBinary, nullable=False),
    Index("verifications_by_practice", "practice", "day"),
)


def _create(connection: Connection) -> None:
    _meta.create_all(connection)


_STEPS = (_create,)


class Verifications:
    """The records of a database; no call reaches another practice's rows."""

    def __init__(self, engine: Engine, seal: Seal) -> None:
        self._engine = engine
        self._seal = seal
        migrate(engine, "verifications", _STEPS)

    def add(self, caller: Caller, record: VerificationRecord) -> None:
        """Keep the record of a contact that is in the log."""
        row = {
            "contact": record.contact.id,
            "practice": caller.practice,
            "day": record.contact.day.isoformat(),
            "payer": record.contact.payer,
            "record": self._seal.close(record.model_dump_json().encode(), caller.practice, record.contact.id),
        }
        with transaction(self._engine) as connection:
            connection.execute(insert(_verifications).values(row))

    def list(self, caller: Caller, *, payer: str | None = None, most: int = 100) -> tuple[VerificationRecord, ...]:
        """The newest records of the caller's practice, newest first."""
        query = select(_verifications.c.contact, _verifications.c.record).where(
            _verifications.c.practice == caller.practice
        )
        if payer is not None:
            query = query.where(_verifications.c.payer == payer)
        newest = query.order_by(_verifications.c.day.desc(), _verifications.c.number.desc()).limit(most)
        with reading(self._engine) as connection:
            rows = connection.execute(newest).all()
        opened = (self._seal.open(row.record, caller.practice, row.contact) for row in rows)
        return tuple(VerificationRecord.model_validate_json(each) for each in opened)
