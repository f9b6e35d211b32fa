"""Feedback at rest, for the people who keep the labelled cases."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, Connection, Engine, MetaData, String, Table, Text, insert, select

from assistant.domain.caller import Caller
from assistant.domain.feedback import Feedback, Reason, Verdict
from assistant.store.engine import reading, transaction
from assistant.store.migrations import migrate
from assistant.store.stamps import stamp

_meta = MetaData()

_feedback = Table(
    "feedback",
    _meta,
    Column("id", String(40), primary_key=True),
    Column("practice", String(80), nullable=False, index=True),
    Column("at", String(40), nullable=False),
    Column("content", Text, nullable=False),
)


def _create(connection: Connection) -> None:
    _meta.create_all(connection)


_STEPS = (_create,)


class FeedbackBook:
    """The remarks of a database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        migrate(engine, "feedback", _STEPS)

    def add(
        self,
        caller: Caller,
        trace_id: str,
        verdict: Verdict,
        *,
        reasons: Sequence[Reason] = (),
        comment: str = "",
        question: str = "",
        answer: str = "",
        action: str = "",
        at: datetime,
    ) -> Feedback:
        """Keep one remark. The texts must come without identifiers of people: they are kept as given."""
        remark = Feedback(
            id=f"feedback_{secrets.token_urlsafe(9)}",
            at=at,
            practice=caller.practice,
            user=caller.user,
            trace_id=trace_id,
            verdict=verdict,
            reasons=tuple(dict.fromkeys(reasons)),
            comment=comment,
            question=question,
            answer=answer,
            action=action,
        )
        row = {"id": remark.id, "practice": remark.practice, "at": stamp(at), "content": remark.model_dump_json()}
        with transaction(self._engine) as connection:
            connection.execute(insert(_feedback).values(row))
        return remark

    def of(self, practice: str, *, most: int = 200) -> tuple[Feedback, ...]:
        """The newest remarks of a practice."""
        mine = select(_feedback.c.content).where(_feedback.c.practice == practice)
        with reading(self._engine) as connection:
            rows = connection.execute(mine.order_by(_feedback.c.at.desc(), _feedback.c.id).limit(most)).scalars().all()
        return tuple(Feedback.model_validate_json(content) for content in rows)
