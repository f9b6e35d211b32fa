"""Threads of the practice, and handing one over to a person."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.http.callers import Asks, Drafts
from api.http.once import Once
from api.http.paging import Cursor, Limit, after, cursor_of
from api.http.problems import responses
from api.http.service import TheService
from assistant.domain.conversation import Exchange, ThreadSummary
from assistant.domain.errors import BadInput
from assistant.domain.escalation import Escalation

router = APIRouter(prefix="/v1", tags=["threads"], route_class=Once)


class ThreadPage(BaseModel):
    """Threads, the one written in last first."""

    threads: list[ThreadSummary]
    next: str | None = None


class Thread(BaseModel):
    """What was said in a thread, oldest first, without identifiers of people."""

    thread: str
    exchanges: list[Exchange]


class HandOver(BaseModel):
    """Who takes a thread over."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"thread": "front-desk-7", "to": "Dana, insurance coordinator"}]},
    )

    thread: str = Field(min_length=1, max_length=80)
    to: str = Field(min_length=1, max_length=200)
    due: date | None = None
    case_id: str | None = Field(default=None, max_length=40, description="a kept case, whose deadline counts")
    identifiers: bool = Field(default=False, description="leave the patient's identifiers in")


@router.get("/threads", operation_id="list_threads", summary="List threads", responses=responses())
def page(caller: Asks, service: TheService, limit: Limit = 50, cursor: Cursor = None) -> ThreadPage:
    """The threads of the practice, the one written in last first."""
    place = after(cursor)
    if place is not None and not place[1].isdigit():
        raise BadInput("not a cursor of this list", where="cursor", fix="take `next` of the page before")
    before = min(int(place[1]), 2**62) if place is not None else None
    found = service.assistant.threads(caller, most=limit, before=before)
    more = cursor_of("", str(found[-1].last)) if len(found) == limit else None
    return ThreadPage(threads=list(found), next=more)


@router.get("/threads/{thread:path}", operation_id="get_thread", summary="One thread", responses=responses(404))
def one(thread: str, caller: Asks, service: TheService) -> Thread:
    """What was said in it; at most the last 500 exchanges."""
    return Thread(thread=thread, exchanges=list(service.assistant.thread(caller, thread)))


@router.delete(
    "/threads/{thread:path}",
    operation_id="remove_thread",
    summary="Delete a thread",
    status_code=204,
    responses=responses(404),
)
def remove(thread: str, caller: Drafts, service: TheService) -> None:
    """Delete a thread for good."""
    service.assistant.remove_thread(caller, thread)


@router.post("/escalations", operation_id="escalate", summary="Hand a thread over", responses=responses(404, 409))
def escalate(body: HandOver, caller: Drafts, service: TheService) -> Escalation:
    """What a person needs to take a thread over: question, tries, sources, what is open, by when; nothing is sent."""
    assistant = service.assistant
    assistant.thread(caller, body.thread, most=1)
    if body.case_id is None:
        return assistant.escalate(caller, body.thread, to=body.to, due=body.due)
    with assistant.desk.opened(caller, body.case_id) as case:
        return assistant.escalate(
            caller, body.thread, to=body.to, due=body.due, case=case, identifiers=body.identifiers
        )
