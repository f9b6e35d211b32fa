"""The protocol that chat fronts speak: models and chat completions, over the same assistant."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator
from typing import Annotated, Literal

from fastapi import APIRouter, Path
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from api.http.callers import Asks
from api.http.examples import ANSWER
from api.http.problems import UnknownModel, front_responses
from api.http.service import Service, TheService
from assistant.domain.answer import Answer, Question
from assistant.domain.caller import Caller
from assistant.domain.conversation import Exchange
from assistant.domain.errors import BadInput

router = APIRouter(prefix="/v1", tags=["chat fronts"])

MODEL = "claimwright"
#: So many characters of text go out in one piece.
_PIECE = 60


_SAID = (
    "The answer with its sources below the text; with `stream`, chunks as `data:` lines, the last one `[DONE]`. "
    "`claimwright` holds the whole answer as /v1/ask gives it."
)
_CONTENT = {
    "application/json": {
        "example": {
            "id": "chatcmpl-9f2c",
            "object": "chat.completion",
            "created": 1795340000,
            "model": MODEL,
            "choices": [
                {
                    "index": 0,
                    "message": {"role": "assistant", "content": f"{ANSWER['text']}\n\n[1] NL-SLP-014, 7."},
                    "finish_reason": "stop",
                }
            ],
            "usage": {"prompt_tokens": 7, "completion_tokens": 24, "total_tokens": 31},
            "claimwright": ANSWER,
        }
    },
    "text/event-stream": {
        "itemSchema": {"type": "object", "properties": {"data": {"type": "string"}}, "required": ["data"]}
    },
}


class TextPart(BaseModel):
    """A part of a message; only text is taken."""

    type: Literal["text"]
    text: str = Field(max_length=200_000)


class ChatMessage(BaseModel):
    """One message of a conversation."""

    role: Literal["system", "developer", "user", "assistant", "tool"]
    content: Annotated[str, Field(max_length=200_000)] | list[TextPart] | None = None


class StreamOptions(BaseModel):
    """What a stream carries beside the text."""

    model_config = ConfigDict(extra="allow")

    include_usage: bool = False


class ChatBody(BaseModel):
    """What a chat front sends; settings of a language model are taken and have no effect here."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "examples": [{"model": MODEL, "messages": [{"role": "user", "content": "what does CO-50 mean?"}]}]
        },
    )

    model: str = Field(max_length=200, json_schema_extra={"enum": [MODEL]})
    messages: list[ChatMessage] = Field(min_length=1, max_length=500)
    stream: bool = False
    stream_options: StreamOptions | None = None
    user: str | None = Field(default=None, max_length=200)


class FrontModel(BaseModel):
    """A model as chat fronts list it."""

    id: str = MODEL
    object: Literal["model"] = "model"
    created: int = 0
    owned_by: str = MODEL


class FrontModels(BaseModel):
    """The models of a service."""

    object: Literal["list"] = "list"
    data: list[FrontModel]


@router.get("/models", operation_id="list_models", summary="Models", responses=front_responses())
def models(caller: Asks) -> FrontModels:
    """The one model of this service: the assistant with its tools and checks."""
    del caller
    return FrontModels(data=[FrontModel()])


@router.get("/models/{model}", operation_id="get_model", summary="One model", responses=front_responses(404))
def model(model: Annotated[str, Path(max_length=200)], caller: Asks) -> FrontModel:
    """The model as the list has it; 404 for any other name."""
    del caller
    return _served(model)


@router.post(
    "/chat/completions",
    operation_id="chat_completions",
    summary="Chat",
    response_model=None,
    responses={200: {"description": _SAID, "content": _CONTENT}, **front_responses(404)},
)
def chat(body: ChatBody, caller: Asks, service: TheService) -> JSONResponse | StreamingResponse:
    """Answers the last user message; earlier ones give the thread. System messages are not instructions here."""
    _served(body.model)
    answer = _answer(body, caller, service)
    completion, created = f"chatcmpl-{uuid.uuid4().hex[:24]}", int(time.time())
    usage = _usage(body, answer)
    if body.stream:
        counted = usage if body.stream_options is not None and body.stream_options.include_usage else None
        return StreamingResponse(_events(answer, completion, created, counted), media_type="text/event-stream")
    return JSONResponse(
        {
            "id": completion,
            "object": "chat.completion",
            "created": created,
            "model": MODEL,
            "choices": [
                {
                    "index": 0,
                    "message": {"role": "assistant", "content": _with_sources(answer)},
                    "finish_reason": "stop",
                }
            ],
            "usage": usage,
            "claimwright": answer.model_dump(mode="json"),
        }
    )


def _served(name: str) -> FrontModel:
    if name != MODEL:
        raise UnknownModel("this model is not served here", where="model", fix=f"use {MODEL}")
    return FrontModel()


def _usage(body: ChatBody, answer: Answer) -> dict[str, int]:
    """Words, which is what a front without a tokenizer can check."""
    prompt, words = sum(len(_text(message).split()) for message in body.messages), len(answer.text.split())
    return {"prompt_tokens": prompt, "completion_tokens": words, "total_tokens": prompt + words}


def _answer(body: ChatBody, caller: Caller, service: Service) -> Answer:
    """The answer to the last user message; what was said before is what the front sends along, and nothing else."""
    asked = [place for place, message in enumerate(body.messages) if message.role == "user" and _text(message).strip()]
    if not asked:
        raise BadInput("there is no user message", where="messages", fix="end with a message whose role is user")
    history = _history(body.messages[: asked[-1]])
    question = Question(text=_text(body.messages[asked[-1]]))
    return service.assistant.ask(caller, question, history=history)


def _history(messages: list[ChatMessage]) -> tuple[Exchange, ...]:
    """Earlier questions with the reply that followed each."""
    exchanges: list[Exchange] = []
    question: str | None = None
    for message in messages:
        if message.role == "user":
            question = _text(message)
        elif message.role == "assistant" and question is not None:
            exchanges.append(Exchange(question=question, answer=_text(message)))
            question = None
    return tuple(exchanges[-20:])


def _text(message: ChatMessage) -> str:
    if isinstance(message.content, list):
        return "\n".join(part.text for part in message.content)
    return message.content or ""


def _with_sources(answer: Answer) -> str:
    """The answer's text; fronts show nothing beside it, so its sources stand below."""
    sources = [
        f"[{number}] {each.title}, {each.section}"
        + (f", in force from {each.effective_from}" if each.effective_from else "")
        for number, each in enumerate(answer.citations, start=1)
    ]
    return "\n".join([answer.text, *(["", *sources] if sources else [])])


def _events(answer: Answer, completion: str, created: int, usage: dict[str, int] | None) -> Iterator[str]:
    chunk = {"id": completion, "object": "chat.completion.chunk", "created": created, "model": MODEL}

    def event(delta: dict[str, str], finish: str | None = None) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        return f"data: {json.dumps({**chunk, 'choices': [choice]})}\n\n"

    text = _with_sources(answer)
    yield event({"role": "assistant", "content": ""})
    for start in range(0, len(text), _PIECE):
        yield event({"content": text[start : start + _PIECE]})
    yield event({}, "stop")
    if usage is not None:
        yield f"data: {json.dumps({**chunk, 'choices': [], 'usage': usage})}\n\n"
    yield "data: [DONE]\n\n"
