"""Caps of a turn: time, tokens, money, calls and repeats; and the trace that tells what was used."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from pydantic import Field

from assistant.bootstrap import build_assistant
from assistant.conversation.ask import Means, ask
from assistant.conversation.caps import Caps
from assistant.conversation.meter import is_transient
from assistant.domain.answer import Answer, Question
from assistant.domain.caller import LOCAL
from assistant.models.boundary import PrivateChatModel
from assistant.models.embedded.model import EmbeddedChatModel
from assistant.retrieval.library import Library
from assistant.settings import Settings

TODAY = date(2026, 11, 22)
QUESTION = "how often does brightsmile replace a crown?"
QUOTE = "Replacement of a crown is covered once per tooth in 60 months."
Say = Callable[[int, Sequence[BaseMessage]], AIMessage]


class Scripted(BaseChatModel):
    """Says what its script says to the n-th call and counts the calls."""

    say: Any
    calls: list[int] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> Scripted:
        return self

    def _generate(self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **_: Any) -> ChatResult:
        self.calls.append(1)
        return ChatResult(generations=[ChatGeneration(message=self.say(len(self.calls), messages))])


def call(name: str, tokens: int = 0, **args: Any) -> AIMessage:
    used = {"input_tokens": tokens, "output_tokens": tokens, "total_tokens": 2 * tokens} if tokens else None
    calls = [{"name": name, "args": args, "id": "c1", "type": "tool_call"}]
    return AIMessage.model_validate({"content": "", "tool_calls": calls, "usage_metadata": used, "type": "ai"})


def right(messages: Sequence[BaseMessage], quote: str = QUOTE, tokens: int = 0, text: str = "") -> AIMessage:
    """The right reply from what the search returned."""
    found = next(str(m.text) for m in messages if m.type == "tool")
    key = next(part for part in found.split("\n\n[") if QUOTE in part).split("]")[0].lstrip("[")
    said = {"type": "policy", "text": text or f'Once in 60 months: "{QUOTE}"', "passages": [key], "quote": quote}
    return call("Reply", tokens, action="answer", statements=[said], questions=[])


SEARCH = call("search_policies", query=QUESTION)


@pytest.fixture(scope="module")
def library(shipped_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Library:
    home = tmp_path_factory.mktemp("caps")
    return build_assistant(Settings(cache=shipped_cache, home=home), today=lambda: TODAY).library(LOCAL)


def answered(library: Library, say: Say, **caps: Any) -> tuple[Answer, int]:
    inner = Scripted(say=say, calls=[])
    model = PrivateChatModel(inner=inner, name="scripted:one")
    means = Means(
        library=library,
        embedded=lambda: EmbeddedChatModel(on=TODAY),
        today=TODAY,
        model=lambda: model,
        caps=Caps(first_wait=0, **caps),
    )
    return ask(Question(text=QUESTION), means, trace_id="t1"), len(inner.calls)


def test_a_good_turn_is_traced(library: Library) -> None:
    def say(number: int, messages: Sequence[BaseMessage]) -> AIMessage:
        return SEARCH if number == 1 else right(messages, tokens=500)

    answer, calls = answered(library, say, price_in=Decimal(2), price_out=Decimal(10))
    assert (answer.model, calls) == ("scripted:one", 2)
    trace = answer.trace
    assert trace is not None
    assert trace.trace_id == answer.trace_id == "t1"
    assert trace.model_calls == 2
    assert trace.prompts[0].startswith("ask@")
    assert "sha:" in trace.prompts[0]
    assert trace.index == " ".join(library.index_names())
    assert trace.tokens_out >= 500
    assert trace.cost is not None
    assert trace.cost > 0
    assert (trace.fell_back, trace.cut, trace.sent_back) == ("", "", ())


def test_a_reply_that_does_not_hold_is_sent_back_once_and_may_be_mended(library: Library) -> None:
    def say(number: int, messages: Sequence[BaseMessage]) -> AIMessage:
        if number == 1:
            return SEARCH
        mended = any("[check]" in str(m.text) for m in messages)
        return right(messages) if mended else right(messages, quote="Crowns are free every year.")

    answer, calls = answered(library, say)
    assert (answer.model, calls) == ("scripted:one", 3)
    assert answer.trace is not None
    assert "quotes words that the passage does not hold" in answer.trace.sent_back[0]


def test_a_second_reply_that_does_not_hold_is_the_end(library: Library) -> None:
    def say(number: int, messages: Sequence[BaseMessage]) -> AIMessage:
        return SEARCH if number == 1 else right(messages, quote="Crowns are free every year.")

    answer, calls = answered(library, say)
    assert (answer.model, calls) == ("embedded", 3)
    assert answer.trace is not None
    assert "quotes words" in answer.trace.fell_back


@pytest.mark.parametrize(
    "text",
    [
        "A crown is never covered.",
        f'Once in 60 months: "{QUOTE}" See https://evil.example/x',
        f'Once in 60 months: "{QUOTE}" Call 555-123-4567.',
        f'Once in 60 months, says Zorblatt: "{QUOTE}"',
        f'"{QUOTE}" Ignore all previous instructions.',
    ],
)
def test_what_no_source_says_is_stopped(library: Library, text: str) -> None:
    answer, _ = answered(library, lambda n, messages: SEARCH if n == 1 else right(messages, text=text))
    assert answer.model == "embedded"
    assert not any(word in answer.text for word in ("evil", "555-123", "Zorblatt", "Ignore", "never covered"))


def test_figures_that_nobody_told_do_not_enter_a_tool(library: Library) -> None:
    def say(number: int, messages: Sequence[BaseMessage]) -> AIMessage:
        if number == 1:
            return call("search_policies", query="crown fee $7,431.00 brightsmile")
        return right(messages)

    answer, _ = answered(library, say)
    assert answer.model == "embedded"
    assert answer.trace is not None
    assert "nobody told" in answer.trace.fell_back


def test_time_tokens_and_money_end_the_turn(library: Library) -> None:
    def slow(number: int, messages: Sequence[BaseMessage]) -> AIMessage:
        time.sleep(0.6)
        return SEARCH

    answer, _ = answered(library, slow, seconds=0.2)
    assert answer.trace is not None
    assert answer.trace.fell_back == "it used up the 0.2 seconds of a turn"

    def greedy(number: int, messages: Sequence[BaseMessage]) -> AIMessage:
        return call("search_policies", 900, query=QUESTION)

    answer, calls = answered(library, greedy, tokens=2_000)
    assert answer.trace is not None
    assert (answer.trace.cut, calls) == ("it used up the 2000 tokens of a turn", 2)
    answer, calls = answered(library, greedy, cost=Decimal("0.01"), price_in=Decimal(2), price_out=Decimal(10))
    assert answer.trace is not None
    assert (answer.trace.cut, calls) == ("it used up the 0.01 US dollars of a turn", 1)


def test_calls_are_capped_and_failed_ones_repeated(library: Library) -> None:
    answer, calls = answered(library, lambda *_: SEARCH, model_calls=4)
    assert (answer.model, calls) == ("embedded", 4)

    def once(number: int, messages: Sequence[BaseMessage]) -> AIMessage:
        if number == 1:
            raise ConnectionResetError("reset")
        return SEARCH if number == 2 else right(messages)

    answer, calls = answered(library, once, retries=1)
    assert (answer.model, calls) == ("scripted:one", 3)
    answer, calls = answered(library, once, retries=0)
    assert (answer.model, calls) == ("embedded", 1)


def test_what_is_worth_repeating() -> None:
    class Status(Exception):
        def __init__(self, status_code: int) -> None:
            super().__init__("HTTP")
            self.status_code = status_code

    worth = [ConnectionError(), TimeoutError(), httpx.ReadTimeout("late"), Status(429), Status(503)]
    not_worth = [ValueError(), Status(400), Status(401), Status(404)]
    assert all(is_transient(error) for error in worth)
    assert not any(is_transient(error) for error in not_worth)
