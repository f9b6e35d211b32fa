"""An answer as events, in the order in which it comes about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from queue import SimpleQueue
from threading import Thread
from typing import Any, Literal

from fastapi.sse import ServerSentEvent
from pydantic import BaseModel, Field

from api.http.problems import Problem, problem_of
from api.http.service import Service
from assistant.domain.answer import Answer, Citation, Question
from assistant.domain.caller import Caller
from assistant.domain.errors import ClaimwrightError
from assistant.domain.finding import Finding


class StatusEvent(BaseModel):
    """How far the work is."""

    step: Literal["begun", "thinking", "answered"]
    as_of: date | None = Field(default=None, description="with `begun`: the day that is answered for")
    action: str | None = Field(default=None, description="with `answered`: the action of the answer")
    status: str | None = Field(default=None, description="with `answered`: the status of the answer")


class ToolEvent(BaseModel):
    """A tool that is called."""

    name: str
    args: dict[str, object]


class CitationEvent(Citation):
    """A source, under the number by which the text names it."""

    number: int


class DeltaEvent(BaseModel):
    """A piece of the text; all pieces together are the text."""

    text: str


class ChecksEvent(BaseModel):
    """What the checks of the answer found."""

    findings: list[Finding]
    placeholders: list[str]


#: Every event of a stream in the order of its first coming: what its data is, and when it comes.
EVENTS: dict[str, tuple[type[BaseModel], str]] = {
    "status": (StatusEvent, "first of all, whenever the model thinks, and once when the answer stands"),
    "tool": (ToolEvent, "a tool is called"),
    "citation": (CitationEvent, "a source of the answer that stands"),
    "delta": (DeltaEvent, "the next piece of its text, which is not taken back"),
    "checks": (ChecksEvent, "once, behind the text"),
    "done": (Answer, "the whole answer, as /v1/ask gives it; the last event"),
    "problem": (Problem, "instead of an answer, where the work failed; the last event"),
}

#: A piece of the text ends behind a sentence or a line.
_PIECE = re.compile(r".+?(?:[.!?:]\s+|\n+|$)", re.S)


def events(service: Service, caller: Caller, question: Question) -> Iterator[ServerSentEvent]:
    """Everything that happens until the answer stands; the text comes after its checks, so nothing is taken back."""
    queue: SimpleQueue[ServerSentEvent | Answer | BaseException] = SimpleQueue()

    def tell(step: str, what: Mapping[str, Any]) -> None:
        event = _event("tool", dict(what)) if step == "tool" else _event("status", {"step": "thinking"})
        queue.put(event)

    def work() -> None:
        try:
            queue.put(service.assistant.ask(caller, question, tell=tell))
        except BaseException as error:  # noqa: BLE001  # handed on to the one who waits
            queue.put(error)

    yield _event("status", {"step": "begun", "as_of": (question.as_of or service.assistant.today).isoformat()})
    Thread(target=work, name="ask", daemon=True).start()
    while isinstance(step := queue.get(), ServerSentEvent):
        yield step
    if isinstance(step, ClaimwrightError):
        yield _event("problem", problem_of(step).model_dump())
    elif isinstance(step, BaseException):
        raise step
    else:
        service.metrics.answered(step.action)
        yield from _answered(step)


def _answered(answer: Answer) -> Iterator[ServerSentEvent]:
    yield _event("status", {"step": "answered", "action": answer.action, "status": answer.status})
    for number, citation in enumerate(answer.citations, start=1):
        yield _event("citation", {"number": number, **citation.model_dump(mode="json")})
    for piece in _PIECE.findall(answer.text):
        yield _event("delta", {"text": piece})
    findings = [each.model_dump(mode="json") for each in answer.findings]
    yield _event("checks", {"findings": findings, "placeholders": [each.text for each in answer.placeholders]})
    yield _event("done", answer.model_dump(mode="json"))


def _event(name: str, data: dict[str, Any]) -> ServerSentEvent:
    return ServerSentEvent(event=name, data=data)
