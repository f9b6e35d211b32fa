"""Drafts at rest: sealed, per practice, each change a revision, each sign-off bound to one revision."""

from __future__ import annotations

import json
import secrets
from datetime import datetime

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Row,
    String,
    Table,
    delete,
    insert,
    select,
    update,
)

from assistant.domain.caller import Caller
from assistant.domain.draft import Draft
from assistant.domain.errors import NotFound
from assistant.domain.stored import Approval, DraftOptions, OutOfDate, StoredDraft
from assistant.store.engine import reading, transaction
from assistant.store.migrations import migrate
from assistant.store.seal import Seal
from assistant.store.stamps import stamp

_meta = MetaData()

_drafts = Table(
    "drafts",
    _meta,
    Column("practice", String(80), primary_key=True),
    Column("id", String(40), primary_key=True),
    Column("case_id", String(40), nullable=False),
    Column("made_at", String(40), nullable=False),
    Column("changed_at", String(40), nullable=False),
    Column("changed_by", String(200), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Index("drafts_by_change", "practice", "changed_at", "id"),
    Index("drafts_by_case", "practice", "case_id"),
)


def _create(connection: Connection) -> None:
    _meta.create_all(connection)


_STEPS = (_create,)


class Drafts:
    """The drafts of a database. Every query names the caller's practice."""

    def __init__(self, engine: Engine, seal: Seal) -> None:
        self._engine = engine
        self._seal = seal
        migrate(engine, "drafts", _STEPS)

    def add(self, caller: Caller, case_id: str, draft: Draft, *, options: DraftOptions, at: datetime) -> StoredDraft:
        """Keep a fresh draft of a case; returns it with its id."""
        draft_id, now = f"draft_{secrets.token_urlsafe(12)}", stamp(at)
        row = {
            "practice": caller.practice,
            "id": draft_id,
            "case_id": case_id,
            "made_at": now,
            "changed_at": now,
            "changed_by": caller.user,
            "revision": 1,
            "content": self._closed(caller, draft_id, draft, options, None, None),
        }
        with transaction(self._engine) as connection:
            connection.execute(insert(_drafts).values(row))
        return self.get(caller, draft_id)

    def get(self, caller: Caller, draft_id: str) -> StoredDraft:
        """One draft; ``NotFound`` when the practice has none of this id."""
        with reading(self._engine) as connection:
            row = connection.execute(select(_drafts).where(*_one(caller, draft_id))).first()
        if row is None:
            raise NotFound("this practice has no such draft", where=draft_id, fix="list the drafts")
        return self._opened(caller, row)

    def revise(
        self, caller: Caller, draft_id: str, draft: Draft, *, edited: str | None, revision: int, at: datetime
    ) -> StoredDraft:
        """Keep a changed text with the draft that its check gave; any earlier sign-off no longer counts."""
        held = self.get(caller, draft_id)
        content = self._closed(caller, draft_id, draft, held.options, edited, held.approval)
        self._put(caller, draft_id, content, revision=revision, to=revision + 1, at=at)
        return self.get(caller, draft_id)

    def approve(
        self, caller: Caller, draft_id: str, *, who: str, licence: str | None = None, revision: int, at: datetime
    ) -> StoredDraft:
        """Sign one revision off. Whether it may be is the assistant's to decide."""
        held = self.get(caller, draft_id)
        approval = Approval(revision=revision, who=who, licence=licence, at=at)
        content = self._closed(caller, draft_id, held.draft, held.options, held.edited, approval)
        self._put(caller, draft_id, content, revision=revision, to=revision, at=at)
        return self.get(caller, draft_id)

    def recent(
        self,
        caller: Caller,
        *,
        case_id: str | None = None,
        most: int = 50,
        before: tuple[str, str] | None = None,
    ) -> tuple[StoredDraft, ...]:
        """The drafts that changed last, newest first; of one case where it is named."""
        query = select(_drafts).where(_drafts.c.practice == caller.practice)
        if case_id is not None:
            query = query.where(_drafts.c.case_id == case_id)
        if before is not None:
            at, draft_id = before
            older = (_drafts.c.changed_at < at) | ((_drafts.c.changed_at == at) & (_drafts.c.id < draft_id))
            query = query.where(older)
        query = query.order_by(_drafts.c.changed_at.desc(), _drafts.c.id.desc()).limit(most)
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
        return tuple(self._opened(caller, row) for row in rows)

    def remove(self, caller: Caller, draft_id: str) -> None:
        """Delete a draft for good; ``NotFound`` when there is none."""
        with transaction(self._engine) as connection:
            gone = connection.execute(delete(_drafts).where(*_one(caller, draft_id))).rowcount
        if not gone:
            raise NotFound("this practice has no such draft", where=draft_id)

    def remove_of_case(self, practice: str, case_id: str) -> int:
        """Delete every draft of a case that is being deleted; returns how many."""
        mine = (_drafts.c.practice == practice, _drafts.c.case_id == case_id)
        with transaction(self._engine) as connection:
            return connection.execute(delete(_drafts).where(*mine)).rowcount

    def _put(self, caller: Caller, draft_id: str, content: bytes, *, revision: int, to: int, at: datetime) -> None:
        values = {"content": content, "revision": to, "changed_at": stamp(at), "changed_by": caller.user}
        with transaction(self._engine) as connection:
            mine = (*_one(caller, draft_id), _drafts.c.revision == revision)
            changed = connection.execute(update(_drafts).where(*mine).values(values)).rowcount
        if not changed:
            held = self.get(caller, draft_id)
            raise OutOfDate(
                f"the draft is at revision {held.revision}, the change was made to revision {revision}",
                where=draft_id,
                fix="load the draft again and repeat the change",
            )

    def _closed(
        self,
        caller: Caller,
        draft_id: str,
        draft: Draft,
        options: DraftOptions,
        edited: str | None,
        approval: Approval | None,
    ) -> bytes:
        content = {
            "draft": draft.model_dump(mode="json"),
            "options": options.model_dump(mode="json"),
            "edited": edited,
            "approval": approval.model_dump(mode="json") if approval else None,
        }
        return self._seal.close(json.dumps(content).encode(), caller.practice, draft_id)

    def _opened(self, caller: Caller, row: Row[tuple[object, ...]]) -> StoredDraft:
        content = json.loads(self._seal.open(row.content, caller.practice, row.id))
        draft = Draft.model_validate_json(json.dumps(content["draft"]))
        return StoredDraft(
            id=row.id,
            case_id=row.case_id,
            kind=draft.kind,
            status=draft.status,
            revision=row.revision,
            made_at=row.made_at,
            changed_at=row.changed_at,
            changed_by=row.changed_by,
            options=DraftOptions.model_validate_json(json.dumps(content["options"])),
            draft=draft,
            edited=content["edited"],
            approval=Approval.model_validate(content["approval"]) if content["approval"] else None,
        )


def _one(caller: Caller, draft_id: str) -> tuple[ColumnElement[bool], ...]:
    return _drafts.c.practice == caller.practice, _drafts.c.id == draft_id
