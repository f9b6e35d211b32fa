"""A hosted model behind a real connection answers a question itself, or fails and is replaced for the turn."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from assistant.assistant import Assistant
from assistant.conversation.ask import Means, ask
from assistant.conversation.caps import Caps
from assistant.domain.answer import Answer, Question
from assistant.domain.caller import LOCAL
from assistant.models.boundary import PrivateChatModel
from assistant.models.embedded.model import EmbeddedChatModel

QUESTION = "how often does brightsmile replace a crown?"
QUOTE = "Replacement of a crown is covered once per tooth in 60 months."
Hosted = Callable[..., PrivateChatModel]


def message(**said: Any) -> bytes:
    """A whole body of the chat completions protocol."""
    body = {
        "id": "c",
        "object": "chat.completion",
        "created": 1,
        "model": "scripted",
        "choices": [{"index": 0, "message": {"role": "assistant", **said}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 70, "completion_tokens": 30, "total_tokens": 100},
    }
    return json.dumps(body).encode()


def calling(name: str, **args: Any) -> bytes:
    call = {"id": "c1", "type": "function", "function": {"name": name, "arguments": json.dumps(args)}}
    return message(content=None, tool_calls=[call])


def behaves(scripted: ModuleType) -> Callable[[Any], Any]:
    """Searches, then replies with the words of the passage it was given."""

    def script(call: Any) -> Any:
        found = [m["content"] for m in call.body["messages"] if m["role"] == "tool"]
        if not found:
            return scripted.Reply(raw=calling("search_policies", query="how often does brightsmile replace a crown?"))
        key = next(part for part in found[0].split("\n\n[") if QUOTE in part).split("]")[0].lstrip("[")
        said = {"type": "policy", "text": f'Once in 60 months: "{QUOTE}"', "passages": [key], "quote": QUOTE}
        return scripted.Reply(raw=calling("Reply", action="answer", statements=[said], questions=[]))

    return script


def answered(assistant: Assistant, model: PrivateChatModel, text: str = QUESTION) -> Answer:
    means = Means(
        library=assistant.library(LOCAL),
        embedded=lambda: EmbeddedChatModel(on=assistant.today),
        today=assistant.today,
        model=lambda: model,
        caps=Caps(seconds=60, first_wait=0.01),
    )
    return ask(Question(text=text), means, trace_id="t")


def test_a_model_that_behaves_answers_and_sees_no_identifier(
    assistant: Assistant, scripted: ModuleType, hosted: Hosted
) -> None:
    with scripted.ModelServer(behaves(scripted)) as server:
        answer = answered(assistant, hosted(server.url), f"Jane Doe, member id NLH884213: {QUESTION}")
        sent = "\n".join(server.sent)
    assert answer.model == "openai:scripted"
    assert answer.citations[0].quote == QUOTE
    assert answer.trace is not None
    assert (answer.trace.tokens_in, answer.trace.tokens_out) == (140, 60)
    assert not any(value in sent for value in ("Jane", "NLH884213"))


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        ({"status": 429, "raw": b"{}"}, "over its rate limit"),
        ({"status": 500, "raw": b"{}"}, "its provider failed (500)"),
        ({"status": 401, "raw": b"{}"}, "it failed"),
        ({"reset": True}, "it failed"),
        ({"raw": b'{"choices": [{"mess'}, "it failed"),
        ({"raw": message(content="")}, "it ended without a reply"),
        ({"raw": calling("approve_claim", claim="all")}, "it ended without a reply"),
    ],
    ids=["429", "500", "401", "reset", "truncated JSON", "empty", "wrong tool"],
)
def test_a_model_that_fails_is_replaced_and_the_answer_says_so(
    assistant: Assistant, scripted: ModuleType, hosted: Hosted, reply: dict[str, Any], why: str
) -> None:
    with scripted.ModelServer(lambda _: scripted.Reply(**reply)) as server:
        answer = answered(assistant, hosted(server.url))
        calls = len(server.sent)
    assert answer.model == "embedded"
    assert "60 months" in answer.text
    assert "built-in one answered" in answer.text
    assert answer.trace is not None
    assert why in answer.trace.fell_back
    assert calls <= 12
