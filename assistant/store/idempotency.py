"""Answers by idempotency key, so that a request that was sent twice is carried out once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    Insert,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    delete,
    inspect,
    select,
    text,
    update,
)

from assistant.domain.caller import Caller
from assistant.domain.errors import ClaimwrightError
from assistant.store.engine import reading, transaction
from assistant.store.migrations import migrate
from assistant.store.seal import Seal
from assistant.store.stamps import stamp

_meta = MetaData()

_answers = Table(
    "idempotent_answers",
    _meta,
    Column("practice", String(80), primary_key=True),
    Column("user", String(200), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("request", String(64), nullable=False),
    Column("begun_at", String(40), nullable=False),
    Column("status", Integer, nullable=True),
    Column("body", LargeBinary, nullable=True),
    Column("headers", Text, nullable=True),
)

KEPT = timedelta(hours=24)
#: A request that began so long ago and never ended died with its process.
ABANDONED = timedelta(minutes=5)


class SameKeyOtherRequest(ClaimwrightError):
    """The key was used before, for something else."""


class StillRunning(ClaimwrightError):
    """The first request with this key has not ended yet."""


@dataclass(frozen=True)
class KeptAnswer:
    """What the first request was answered."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def _create(connection: Connection) -> None:
    _meta.create_all(connection)


def _headers(connection: Connection) -> None:
    """A replay names the place of what was made, too."""
    held = {column["name"] for column in inspect(connection).get_columns("idempotent_answers")}
    if "headers" not in held:
        connection.execute(text("ALTER TABLE idempotent_answers ADD COLUMN headers TEXT"))


_STEPS = (_create, _headers)


class IdempotentAnswers:
    """The kept answers of a database."""

    def __init__(self, engine: Engine, seal: Seal) -> None:
        self._engine = engine
        self._seal = seal
        migrate(engine, "idempotency", _STEPS)

    def begin(self, caller: Caller, key: str, request: str, *, at: datetime) -> KeptAnswer | None:
        """``None`` when this is the first request with the key, else the answer that the first one got.

        ``request`` is a digest of what is asked. Raises ``SameKeyOtherRequest`` or ``StillRunning``.
        """
        mine = _one(caller, key)
        with transaction(self._engine) as connection:
            connection.execute(delete(_answers).where(_answers.c.begun_at < stamp(at - KEPT)))
            gone = (_answers.c.status.is_(None), _answers.c.begun_at < stamp(at - ABANDONED))
            connection.execute(delete(_answers).where(*mine, *gone))
            values = {"practice": caller.practice, "user": caller.user, "key": key}
            first = _unless_there(connection, {**values, "request": request, "begun_at": stamp(at)})
            if connection.execute(first, execution_options={"preserve_rowcount": True}).rowcount:
                return None
            row = connection.execute(select(_answers).where(*mine)).one()
        if row.request != request:
            raise SameKeyOtherRequest("this key was used for another request", fix="use a fresh key for each request")
        if row.status is None:
            raise StillRunning("the first request with this key is still running", fix="wait and send it again")
        body = self._seal.open(row.body, caller.practice, key)
        return KeptAnswer(status=row.status, body=body, headers=json.loads(row.headers or "{}"))

    def finish(self, caller: Caller, key: str, answer: KeptAnswer) -> None:
        """Keep the answer of the request that began with the key."""
        body = self._seal.close(answer.body, caller.practice, key)
        with transaction(self._engine) as connection:
            values = {"status": answer.status, "body": body, "headers": json.dumps(dict(answer.headers))}
            connection.execute(update(_answers).where(*_one(caller, key)).values(values))

    def forget(self, caller: Caller, key: str) -> None:
        """The request failed before it changed anything: the key is free again."""
        with transaction(self._engine) as connection:
            connection.execute(delete(_answers).where(*_one(caller, key), _answers.c.status.is_(None)))

    def count(self) -> int:
        """How many answers are kept now."""
        with reading(self._engine) as connection:
            return len(connection.execute(select(_answers.c.key)).all())


def _one(caller: Caller, key: str) -> tuple[ColumnElement[bool], ...]:
    return _answers.c.practice == caller.practice, _answers.c.user == caller.user, _answers.c.key == key


def _unless_there(connection: Connection, values: dict[str, str]) -> Insert:
    """An insert that another process may have won."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(_answers).values(values).on_conflict_do_nothing()
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(_answers).values(values).on_conflict_do_nothing()
