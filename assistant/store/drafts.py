"""Drafts at rest: sealed, per practice, each change a revision, each sign-off bound to one revision."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Index, Row

from assistant.domain.caller import Caller
from assistant.domain.draft import Draft
from assistant.domain.stored import AlreadySigned, Approval, DraftOptions, Listed, StoredDraft
from assistant.store.part import Part, Stay, word
from assistant.store.revised import Revised, revised

PART = Part("drafts")

_drafts = revised(
    PART,
    "drafts",
    word("case_id", 40),
    Index("drafts_by_case", "practice", "case_id"),
    stay=Stay(with_="cases"),
)


class Drafts(Revised):
    """The drafts of a database. Every query names the caller's practice."""

    part = PART
    table = _drafts
    what = "draft"

    def add(self, caller: Caller, case_id: str, draft: Draft, *, options: DraftOptions, at: datetime) -> StoredDraft:
        """Keep a fresh draft of a case; returns it with its id."""
        draft_id = self._new_id()
        self._add(caller, draft_id, _content(draft, options, None), at=at, case_id=case_id)
        return self.get(caller, draft_id)

    def get(self, caller: Caller, draft_id: str) -> StoredDraft:
        """One draft; ``NotFound`` when the practice has none of this id."""
        return self._opened(caller, self._held(caller, draft_id))

    def revise(
        self, caller: Caller, draft_id: str, draft: Draft, *, edited: str | None, revision: int, at: datetime
    ) -> StoredDraft:
        """Keep a changed text with the draft that its check gave; any earlier sign-off no longer counts.

        ``OutOfDate`` where somebody was quicker, also with a sign-off, which would be lost.
        """
        row = self._held(caller, draft_id)
        held = self._opened(caller, row)
        content = _content(draft, held.options, edited, *held.earlier, held.approval)
        self._put(caller, draft_id, content, revision=revision, to=revision + 1, at=at, instead_of=row.content)
        return self.get(caller, draft_id)

    def approve(
        self, caller: Caller, draft_id: str, *, who: str, licence: str | None = None, revision: int, at: datetime
    ) -> StoredDraft:
        """Sign one revision off, once; ``AlreadySigned`` the second time, ``OutOfDate`` where somebody was quicker.

        Whether it may be signed is the assistant's to decide.
        """
        row = self._held(caller, draft_id)
        held = self._opened(caller, row)
        if held.approval is not None and held.approval.revision == revision == held.revision:
            raise AlreadySigned(
                f"revision {revision} was signed off by {held.approval.who} before",
                where=draft_id,
                fix="leave that sign-off, or change the text and sign the new revision",
            )
        approval = Approval(revision=revision, who=who, licence=licence, at=at, by=caller.user)
        content = _content(held.draft, held.options, held.edited, *held.earlier, held.approval, approval)
        self._put(caller, draft_id, content, revision=revision, to=revision, at=at, instead_of=row.content)
        return self.get(caller, draft_id)

    def recent(
        self,
        caller: Caller,
        *,
        case_id: str | None = None,
        most: int = 50,
        before: tuple[str, str] | None = None,
    ) -> Listed[StoredDraft]:
        """The drafts that changed last, newest first; of one case where it is named."""
        named = {"case_id": case_id} if case_id is not None else {}
        return self._listed(self._opened, caller, most, before, **named)

    def remove(self, caller: Caller, draft_id: str) -> None:
        """Delete a draft for good; ``NotFound`` when there is none."""
        self._remove(caller, draft_id)

    def remove_of_case(self, practice: str, case_id: str, *, unchanged_since: datetime | None = None) -> int:
        """Delete every draft of a case that is being deleted; returns how many. ``OutOfDate`` when one has changed."""
        of_case = (_drafts.c.practice == practice, _drafts.c.case_id == case_id)
        return self._remove_all(_drafts, _drafts.c.changed_at, unchanged_since, *of_case)

    def _opened(self, caller: Caller, row: Row[Any]) -> StoredDraft:
        content = json.loads(self._open(caller, row.id, row.content))
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
            earlier=tuple(Approval.model_validate(each) for each in content.get("earlier", ())),
        )


def _content(draft: Draft, options: DraftOptions, edited: str | None, *approvals: Approval | None) -> bytes:
    """What is sealed; the last of the ``approvals`` is the one that may count, the others are kept."""
    signed = [each.model_dump(mode="json") for each in approvals if each is not None]
    content = {
        "draft": draft.model_dump(mode="json"),
        "options": options.model_dump(mode="json"),
        "edited": edited,
        "approval": signed[-1] if signed else None,
        "earlier": signed[:-1],
    }
    return json.dumps(content).encode()
