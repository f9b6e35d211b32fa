"""Questions and threads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from fastapi import APIRouter
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel, ConfigDict, Field

from api.http.callers import Asks
from api.http.examples import ANSWERS
from api.http.problems import responses
from api.http.service import TheService
from api.http.telling import events
from assistant.domain.answer import Answer, Question

router = APIRouter(prefix="/v1", tags=["ask"])


class AskBody(BaseModel):
    """A question."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"text": "does northlake ppo need auth for E0486?", "as_of": "2026-08-18"}]},
    )

    text: str = Field(min_length=1, max_length=200_000)
    payer: str | None = Field(default=None, max_length=200)
    plan: str | None = Field(default=None, max_length=200)
    as_of: date | None = Field(default=None, description="the date of service; today without it")
    thread: str | None = Field(default=None, max_length=80, pattern=r"^[^\x00-\x1f\x7f]+$")


@router.post(
    "/ask",
    operation_id="ask",
    summary="Ask a question",
    responses={200: {"content": {"application/json": {"examples": ANSWERS}}}, **responses()},
)
def ask(body: AskBody, caller: Asks, service: TheService) -> Answer:
    """A cited answer from the documents in force, one question back, or an honest no; always 200."""
    answer = service.assistant.ask(caller, Question(**body.model_dump()))
    service.metrics.answered(answer.action)
    return answer


@router.post(
    "/ask/stream",
    operation_id="ask_stream",
    summary="Ask, and watch the answer come",
    response_class=EventSourceResponse,
    responses=responses(),
)
def stream(body: AskBody, caller: Asks, service: TheService) -> Iterator[ServerSentEvent]:
    """Events `status`, `tool`, `citation`, `delta`, `checks` and, last, `done` with the whole answer (or `problem`).

    A comment comes every 15 seconds in which nothing else does.
    """
    yield from events(service, caller, Question(**body.model_dump()))
