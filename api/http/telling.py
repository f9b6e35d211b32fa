"""An answer as events, in the order in which it comes about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from queue import SimpleQueue
from threading import Thread
from typing import Any

from fastapi.sse import ServerSentEvent

from api.http.problems import problem_of
from api.http.service import Service
from assistant.domain.answer import Answer, Question
from assistant.domain.caller import Caller
from assistant.domain.errors import ClaimwrightError

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
