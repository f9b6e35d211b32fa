"""Hosted models that fail in every way: each turn ends in an answer that is proved, and says who gave it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from pydantic import Field

from assistant.bootstrap import build_assistant
from assistant.conversation.ask import Means, ask
from assistant.domain.answer import Answer, Question
from assistant.domain.caller import LOCAL
from assistant.domain.errors import BrokenToken, Misconfigured, ModelFailure
from assistant.models.boundary import PrivateChatModel
from assistant.models.embedded.model import EmbeddedChatModel
from assistant.models.load import load_chat_model
from assistant.retrieval.library import Library
from assistant.settings import Settings

TODAY = date(2026, 11, 22)
QUESTION = "how often does brightsmile replace a crown?"
Script = Callable[[list[BaseMessage]], AIMessage]


class Scripted(BaseChatModel):
    """A chat model that says what its script says and remembers what it was sent."""

    script: Any
    sent: list[Any] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> Scripted:
        return self

    def _generate(self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **_: Any) -> ChatResult:
        self.sent.append([str(message.text) for message in messages])
        return ChatResult(generations=[ChatGeneration(message=self.script(messages))])


def call(name: str, **args: Any) -> AIMessage:
    return AIMessage(content="", tool_calls=[{"name": name, "args": args, "id": "c1", "type": "tool_call"}])


def reply(text: str, kind: str = "policy", **more: Any) -> AIMessage:
    return call("Reply", action="answer", statements=[{"type": kind, "text": text, **more}], questions=[])


def raises(_: list[BaseMessage]) -> AIMessage:
    raise ConnectionError("provider is away")


def timeout(_: list[BaseMessage]) -> AIMessage:
    raise TimeoutError("too slow")


def then(first: AIMessage, second: AIMessage) -> Script:
    """Search first, then reply."""
    return lambda messages: second if any(m.type == "tool" for m in messages) else first


SEARCH = call("search_policies", query=QUESTION)
FAULTS: dict[str, Script] = {
    "raises": raises,
    "times out": timeout,
    "says nothing": lambda _: AIMessage(content=""),
    "chats without a tool": lambda _: AIMessage(content="Crowns are replaced every year, trust me."),
    "calls an unknown tool": lambda _: call("hack_the_payer", target="all"),
    "gives wrong arguments": lambda _: call("search_policies", colour="blue"),
    "gives arguments of wrong types": lambda _: call("frequency", code="D2740", done=["not a date"]),
    "goes in circles": lambda _: SEARCH,
    "replies in a wrong shape": lambda _: call("Reply", action="victory", statements="yes"),
    "replies with no statements": lambda _: call("Reply", action="answer", statements=[]),
    "invents a passage": then(SEARCH, reply("Every 3 months.", passages=["made-up"], quote="Every 3 months.")),
    "invents a rule without a source": then(SEARCH, reply("Every 3 months.")),
    "invents a code": then(SEARCH, reply("Bill D9999 instead.", "courtesy")),
    "invents a figure": then(SEARCH, reply("The plan pays $9,999.00.", "computed", artifacts=["estimate:given"])),
    "answers in another language with a figure": then(SEARCH, reply("La corona D9998 se paga.", "courtesy")),
    "writes a megabyte": then(SEARCH, reply("crown " * 180_000, "courtesy")),
    "breaks a privacy token": then(SEARCH, reply("For [[PERSON_9]] it is covered.", "courtesy")),
}


@pytest.fixture(scope="module")
def library(shipped_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Library:
    home = tmp_path_factory.mktemp("hosted")
    return build_assistant(Settings(cache=shipped_cache, home=home), today=lambda: TODAY).library(LOCAL)


def answered(library: Library, script: Script, *, fallback: bool = True, text: str = QUESTION) -> Answer:
    model = PrivateChatModel(inner=Scripted(script=script), name="scripted:one")
    means = Means(
        library=library,
        embedded=lambda: EmbeddedChatModel(on=TODAY),
        today=TODAY,
        model=lambda: model,
        fallback=fallback,
    )
    return ask(Question(text=text), means, trace_id="t")


@pytest.mark.parametrize("name", FAULTS)
def test_a_model_that_misbehaves_is_replaced_for_the_turn(library: Library, name: str) -> None:
    answer = answered(library, FAULTS[name])
    assert answer.model == "embedded"
    assert "60 months" in answer.text
    assert "built-in one answered" in answer.text
    assert answer.citations[0].payer == "Brightsmile Dental"


@pytest.mark.parametrize("name", FAULTS)
def test_without_the_fallback_it_is_a_failure(library: Library, name: str) -> None:
    with pytest.raises(ModelFailure):
        answered(library, FAULTS[name], fallback=False)


def test_a_model_that_behaves_answers_itself(library: Library) -> None:
    quote = "Replacement of a crown is covered once per tooth in 60 months."

    def script(messages: list[BaseMessage]) -> AIMessage:
        found = next((str(m.text) for m in messages if m.type == "tool"), "")
        if not found:
            return SEARCH
        piece = next(part for part in found.split("\n\n[") if quote in part)
        key = piece.split("]")[0].lstrip("[")
        return reply(f'Once in 60 months: "{quote}"', passages=[key], quote=quote)

    answer = answered(library, script)
    assert answer.model == "scripted:one"
    assert answer.action == "answer"
    assert answer.citations[0].quote == quote


def test_no_identifier_reaches_the_model_and_tool_arguments_come_back_whole(library: Library) -> None:
    inner = Scripted(script=lambda _: SEARCH)
    model = PrivateChatModel(inner=inner, name="scripted:two")
    means = Means(library=library, embedded=lambda: EmbeddedChatModel(on=TODAY), today=TODAY, model=lambda: model)
    ask(
        Question(text="Jane Doe, member id NLH884213, seen 3/4/26: how often does brightsmile replace a crown?"),
        means,
        trace_id="t",
    )
    sent = "\n".join(text for call in inner.sent for text in call)
    assert inner.sent
    assert not any(value in sent for value in ("Jane", "NLH884213", "3/4/26"))


def test_the_boundary_restores_tokens_in_tool_arguments() -> None:
    from langchain_core.messages import HumanMessage

    def echo(messages: list[BaseMessage]) -> AIMessage:
        return call("search_policies", query=str(messages[-1].text))

    model = PrivateChatModel(inner=Scripted(script=echo))
    text = "member id NLH884213, D2740 covered?"
    said = model.invoke([HumanMessage(text)])
    assert said.tool_calls[0]["args"]["query"] == text
    broken = PrivateChatModel(inner=Scripted(script=lambda _: AIMessage(content="[[MEMBER_7]]")))
    with pytest.raises(BrokenToken):
        broken.invoke([HumanMessage(text)])


@pytest.mark.parametrize("name", ["nonsense", "openai:", ":gpt", "no_such_provider:x"])
def test_a_name_that_is_not_right_says_how_to_mend_it(name: str) -> None:
    with pytest.raises(Misconfigured) as error:
        load_chat_model(name)
    assert error.value.fix


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "langchain_openai", None)
    with pytest.raises(Misconfigured, match="openai"):
        load_chat_model("openai:gpt-4o")
