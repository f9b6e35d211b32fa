"""Feedback on answers."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.http.callers import Asks, Rules
from api.http.once import Once
from api.http.paging import Cursor, Limit, after, cursor_of
from api.http.problems import responses
from api.http.service import TheService
from assistant.domain.feedback import Feedback, Reason, Verdict
from assistant.domain.stamps import stamp

router = APIRouter(prefix="/v1/feedback", tags=["feedback"], route_class=Once)


class FeedbackBody(BaseModel):
    """What was thought of one answer."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"trace_id": "3f2a", "verdict": "wrong", "reasons": ["outdated"]}]},
    )

    trace_id: str = Field(min_length=1, max_length=40)
    verdict: Verdict
    reasons: list[Reason] = Field(default=[], max_length=8)
    comment: str = Field(default="", max_length=4_000)
    question: str = Field(default="", max_length=20_000)
    answer: str = Field(default="", max_length=20_000)
    action: str = Field(default="", max_length=40)


class FeedbackPage(BaseModel):
    """Remarks, newest first."""

    feedback: list[Feedback]
    next: str | None = None


@router.post(
    "", operation_id="give_feedback", summary="Say what an answer was worth", status_code=201, responses=responses(409)
)
def give(body: FeedbackBody, caller: Asks, service: TheService) -> Feedback:
    """Keep a remark; identifiers of people are taken out of the texts first."""
    return service.assistant.give_feedback(caller, **body.model_dump())


@router.get("", operation_id="list_feedback", summary="What was said of answers", responses=responses())
def page(caller: Rules, service: TheService, limit: Limit = 50, cursor: Cursor = None) -> FeedbackPage:
    """The newest remarks of the practice."""
    found = service.assistant.office.feedback.of(caller.practice, most=limit, before=after(cursor))
    more = cursor_of(stamp(found[-1].at), found[-1].id) if len(found) == limit else None
    return FeedbackPage(feedback=list(found), next=more)
