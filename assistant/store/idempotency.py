"""Answers by idempotency key, so that a request that was sent twice is carried out once."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, func, inspect, select, update
from sqlalchemy import text as words

from assistant.domain.caller import Caller
from assistant.domain.stamps import stamp
from assistant.domain.stored import KeptAnswer, SameKeyOtherRequest, StillRunning
from assistant.store.engine import transaction
from assistant.store.held import SealedHeld, mine
from assistant.store.part import Part, Stay, key, moment, practice, sealed, text, unless_there, whole, word

KEPT = timedelta(hours=24)
#: A request that began so long ago and never ended died with its process.
ABANDONED = timedelta(minutes=5)


def _headers(connection: Connection) -> None:
    """A replay names the place of what was made, too."""
    held = {column["name"] for column in inspect(connection).get_columns("idempotent_answers")}
    if "headers" not in held:
        connection.execute(words("ALTER TABLE idempotent_answers ADD COLUMN headers TEXT"))


PART = Part("idempotency", _headers)

_answers = PART.table(
    "idempotent_answers",
    practice(),
    key("user", 200),
    key("key", 200),
    word("request", 64),
    moment("begun_at"),
    whole("status", optional=True),
    sealed("body", optional=True),
    text("headers", optional=True),
    stay=Stay(since="begun_at", term=KEPT),
)


class IdempotentAnswers(SealedHeld):
    """The kept answers of a database."""

    part = PART

    def begin(self, caller: Caller, key: str, request: str, *, at: datetime) -> KeptAnswer | None:
        """``None`` when this is the first request with the key, else the answer that the first one got.

        ``request`` is a digest of what is asked. Raises ``SameKeyOtherRequest`` or ``StillRunning``.
        """
        own = _one(caller, key)
        with transaction(self._engine) as connection:
            connection.execute(delete(_answers).where(_answers.c.begun_at < stamp(at - KEPT)))
            gone = (_answers.c.status.is_(None), _answers.c.begun_at < stamp(at - ABANDONED))
            connection.execute(delete(_answers).where(*own, *gone))
            values = {"practice": caller.practice, "user": caller.user, "key": key}
            first = unless_there(connection, _answers, {**values, "request": request, "begun_at": stamp(at)})
            if connection.execute(first, execution_options={"preserve_rowcount": True}).rowcount:
                return None
            row = connection.execute(select(_answers).where(*own)).one()
        if row.request != request:
            raise SameKeyOtherRequest("this key was used for another request", fix="use a fresh key for each request")
        if row.status is None:
            raise StillRunning("the first request with this key is still running", fix="wait and send it again")
        body = self._open(caller, key, row.body)
        return KeptAnswer(status=row.status, body=body, headers=json.loads(row.headers or "{}"))

    def finish(self, caller: Caller, key: str, answer: KeptAnswer) -> None:
        """Keep the answer of the request that began with the key."""
        body = self._close(caller, key, answer.body)
        values = {"status": answer.status, "body": body, "headers": json.dumps(dict(answer.headers))}
        self._do(update(_answers).where(*_one(caller, key)).values(values))

    def forget(self, caller: Caller, key: str) -> None:
        """The request failed before it changed anything: the key is free again."""
        self._do(delete(_answers).where(*_one(caller, key), _answers.c.status.is_(None)))

    def count(self) -> int:
        """How many answers are kept now."""
        return int(self._value(select(func.count()).select_from(_answers)))


def _one(caller: Caller, key: str) -> tuple[ColumnElement[bool], ...]:
    return mine(_answers, caller, user=caller.user, key=key)
