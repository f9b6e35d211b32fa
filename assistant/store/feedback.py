"""Feedback at rest, for the people who keep the labelled cases."""

from __future__ import annotations

import secrets

from sqlalchemy import and_, insert, or_, select

from assistant.domain.caller import Caller
from assistant.domain.feedback import Feedback
from assistant.domain.stamps import stamp
from assistant.store.held import Held
from assistant.store.part import Part, Stay, key, moment, text, word

PART = Part("feedback")

_feedback = PART.table(
    "feedback",
    key("id", 40),
    word("practice", 80, indexed=True),
    moment("at"),
    text("content"),
    stay=Stay(since="at", term="case"),
)


class FeedbackBook(Held):
    """The remarks of a database."""

    part = PART

    def add(self, caller: Caller, remark: Feedback) -> Feedback:
        """Keep one remark as the caller's, under an id of its own.

        The texts must come without identifiers of people: they are kept as given.
        """
        own = {"id": f"feedback_{secrets.token_urlsafe(9)}", "practice": caller.practice, "user": caller.user}
        kept = remark.model_copy(update=own)
        row = {"id": kept.id, "practice": kept.practice, "at": stamp(kept.at), "content": kept.model_dump_json()}
        self._do(insert(_feedback).values(row))
        return kept

    def of(self, practice: str, *, most: int = 200, before: tuple[str, str] | None = None) -> tuple[Feedback, ...]:
        """The newest remarks of a practice; ``before`` is the ``(at, id)`` of the one to go on behind."""
        newest = select(_feedback.c.content).where(_feedback.c.practice == practice)
        if before is not None:
            at, record = before
            newest = newest.where(or_(_feedback.c.at < at, and_(_feedback.c.at == at, _feedback.c.id > record)))
        rows = self._rows(newest.order_by(_feedback.c.at.desc(), _feedback.c.id).limit(most))
        return tuple(Feedback.model_validate_json(row.content) for row in rows)
