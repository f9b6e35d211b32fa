"""Drafts: made from a case, edited, checked, signed off, exported."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from api.http.bounds import Revision
from api.http.callers import Drafts
from api.http.once import Once
from api.http.paging import Cursor, Limit, after, cursor_of
from api.http.problems import responses
from api.http.service import TheService
from assistant.domain.draft import Draft, DraftKind, DraftStatus
from assistant.domain.stamps import stamp
from assistant.domain.stored import DraftOptions, StoredDraft

router = APIRouter(prefix="/v1", tags=["drafts"], route_class=Once)

Form = Literal["docx", "pdf", "json", "txt", "report"]

_MEDIA: dict[Form, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "json": "application/json",
    "txt": "text/plain; charset=utf-8",
    "report": "text/html; charset=utf-8",
}


class DraftBody(BaseModel):
    """What is to be drafted."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"kind": "appeal"}]})

    kind: DraftKind
    level: int = Field(default=1, ge=1, le=3, description="the level of an appeal")
    channel: str | None = Field(default=None, max_length=20, description="nte80, dentrix125, short350, dxc2000, letter")
    about: str | None = Field(default=None, max_length=80, description="the scenario of a script, the paper asked for")


class EditBody(BaseModel):
    """A text as a person left it, made from a revision."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"text": "Dear Reviewer, ...", "revision": 1}]}
    )

    text: str = Field(min_length=1, max_length=500_000)
    revision: Revision


class TextBody(BaseModel):
    """A text to be checked."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"text": "Dear Reviewer, ..."}]})

    text: str = Field(min_length=1, max_length=500_000)


class SignOff(BaseModel):
    """Who read the letter and its proofs and stands for it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"who": "Dr. Ana Vale", "licence": "DN-20417", "revision": 2}]},
    )

    who: str = Field(min_length=1, max_length=200)
    licence: str | None = Field(default=None, max_length=80)
    revision: Revision


class DraftSummary(BaseModel):
    """A draft in a list."""

    id: str
    case_id: str
    kind: DraftKind
    status: DraftStatus
    revision: int
    approved: bool
    changed_at: datetime
    changed_by: str


class DraftPage(BaseModel):
    """Drafts, newest change first."""

    drafts: list[DraftSummary]
    next: str | None = None
    unreadable: list[str] = Field(default=[], description="ids between them whose rows cannot be opened")


@router.post(
    "/cases/{case_id}/drafts",
    operation_id="add_draft",
    summary="Draft a case",
    status_code=201,
    responses=responses(404, 409),
)
def add(case_id: str, body: DraftBody, caller: Drafts, service: TheService, response: Response) -> StoredDraft:
    """A draft of the kind, kept whatever its status: what is missing is in it."""
    assistant = service.assistant
    options = DraftOptions(dated=assistant.today, level=body.level, channel=body.channel, about=body.about)
    stored = assistant.desk.add_draft(caller, case_id, body.kind, options)
    service.metrics.drafted(stored.kind, stored.status)
    response.headers["Location"] = f"/v1/drafts/{stored.id}"
    return stored


@router.get("/drafts", operation_id="list_drafts", summary="List drafts", responses=responses())
def page(
    caller: Drafts,
    service: TheService,
    case_id: Annotated[str | None, Query(max_length=40)] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> DraftPage:
    """The drafts that changed last, newest first; of one case where it is named."""
    found = service.assistant.desk.drafts(caller, case_id=case_id, most=limit, before=after(cursor))
    more = cursor_of(stamp(found[-1].changed_at), found[-1].id) if len(found) == limit else None
    return DraftPage(drafts=[_summary(each) for each in found], next=more, unreadable=list(found.unreadable))


@router.get("/drafts/{draft_id}", operation_id="get_draft", summary="One draft", responses=responses(404))
def one(draft_id: str, caller: Drafts, service: TheService) -> StoredDraft:
    """The draft with its statements, sources, findings, and the text as a person left it."""
    return service.assistant.desk.draft(caller, draft_id)


@router.put("/drafts/{draft_id}", operation_id="revise_draft", summary="Edit a draft", responses=responses(404, 409))
def revise(draft_id: str, body: EditBody, caller: Drafts, service: TheService) -> StoredDraft:
    """Keep an edited text with what its check found; an earlier sign-off no longer counts."""
    return service.assistant.desk.revise(caller, draft_id, body.text, revision=body.revision)


@router.post("/drafts/{draft_id}/check", operation_id="check_draft", summary="Check a text", responses=responses(404))
def check(draft_id: str, body: TextBody, caller: Drafts, service: TheService) -> Draft:
    """What the evidence of the case says of an edited text; nothing is kept."""
    return service.assistant.desk.check(caller, draft_id, body.text)


@router.post(
    "/drafts/{draft_id}/approve",
    operation_id="approve_draft",
    summary="Sign a draft off",
    responses=responses(404, 409),
)
def approve(draft_id: str, body: SignOff, caller: Drafts, service: TheService) -> StoredDraft:
    """Sign one revision off; 409 with the reasons where the case does not carry it."""
    desk = service.assistant.desk
    return desk.approve(caller, draft_id, who=body.who, licence=body.licence, revision=body.revision)


@router.get(
    "/drafts/{draft_id}/export",
    operation_id="export_draft",
    summary="A draft as a file",
    response_class=Response,
    responses={200: {"content": {media.partition(";")[0]: {} for media in _MEDIA.values()}}, **responses(404)},
)
def export(
    draft_id: str, caller: Drafts, service: TheService, form: Annotated[Form, Query(alias="format")] = "docx"
) -> Response:
    """Word, PDF packet, JSON, plain text, or the validation report; marked as a draft until it is signed off."""
    from api.http.files import as_file

    content, name = as_file(service, caller, draft_id, form)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=_MEDIA[form], headers=headers)


@router.delete(
    "/drafts/{draft_id}",
    operation_id="remove_draft",
    summary="Delete a draft",
    status_code=204,
    responses=responses(404),
)
def remove(draft_id: str, caller: Drafts, service: TheService) -> None:
    """Delete a draft for good."""
    service.assistant.desk.remove_draft(caller, draft_id)


def _summary(stored: StoredDraft) -> DraftSummary:
    fields = DraftSummary.model_fields
    return DraftSummary.model_validate({name: getattr(stored, name) for name in fields})
