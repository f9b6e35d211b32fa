"""``python -m evals.faults``: sixteen ways in which a hosted model fails, each over twenty-five requests.

Every turn must end in an answer or an honest "could not", given by the embedded model, which says so; within the
time, the calls and the repeats that the caps allow.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import httpx
import yaml
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from pydantic import Field

from assistant.bootstrap import build_assistant
from assistant.conversation.ask import Means, ask
from assistant.conversation.caps import Caps
from assistant.domain.answer import Answer, Question
from assistant.domain.caller import LOCAL
from assistant.models.boundary import PrivateChatModel
from assistant.models.embedded.model import EmbeddedChatModel
from assistant.retrieval.library import Library
from assistant.settings import Settings

TODAY = date(2026, 11, 22)
REQUESTS = 25
CAPS = Caps(seconds=6, first_wait=0.01)
#: For the model that hangs: what it has, and how long it takes.
_PATIENCE, _HANG = 0.3, 1.5
#: Seconds within which every turn has ended.
_PROMISED = 30
_PERSONAS = ("front_desk", "biller", "insurance_coordinator", "treatment_coordinator", "dentist")
Say = Callable[[Sequence[BaseMessage]], AIMessage]


class Refused(Exception):
    """What a provider's library raises for an HTTP status."""

    def __init__(self, status: int) -> None:
        super().__init__(f"HTTP {status}")
        self.status_code = status


class FaultModel(BaseChatModel):
    """A chat model that fails as its script says and counts its calls."""

    say: Any
    calls: list[int] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "fault"

    def bind_tools(self, *_: Any, **__: Any) -> FaultModel:
        """The same model; it invents its calls."""
        return self

    def _generate(
        self,
        messages: list[BaseMessage],
        *_: Any,
        **__: Any,
    ) -> ChatResult:
        self.calls.append(1)
        return ChatResult(generations=[ChatGeneration(message=self.say(messages))])


def called(name: str, **args: Any) -> AIMessage:
    """A message with one tool call."""
    return AIMessage(content="", tool_calls=[{"name": name, "args": args, "id": "c1", "type": "tool_call"}])


def replied(text: str, kind: str = "policy", **more: Any) -> AIMessage:
    """A message with the final reply."""
    return called("Reply", action="answer", statements=[{"type": kind, "text": text, **more}], questions=[])


def _raises(error: Callable[[], Exception]) -> Say:
    def say(_: Sequence[BaseMessage]) -> AIMessage:
        raise error()

    return say


def _hangs(_: Sequence[BaseMessage]) -> AIMessage:
    time.sleep(_HANG)
    return AIMessage(content="late")


def _two_calls(_: Sequence[BaseMessage]) -> AIMessage:
    calls = [{"name": "search_policies", "args": {"query": "x"}, "id": f"c{n}", "type": "tool_call"} for n in (1, 2)]
    return AIMessage(content="", tool_calls=calls)


def _truncated(_: Sequence[BaseMessage]) -> AIMessage:
    broken = [
        {
            "name": "Reply",
            "args": '{"action": "answer", "statem',
            "id": "c1",
            "error": "cut",
            "type": "invalid_tool_call",
        }
    ]
    return AIMessage(content="", invalid_tool_calls=broken)


FAULTS: dict[str, Say] = {
    "429 with Retry-After": _raises(lambda: Refused(429)),
    "500": _raises(lambda: Refused(500)),
    "503": _raises(lambda: Refused(503)),
    "no answer in time": _hangs,
    "connection reset": _raises(lambda: ConnectionResetError("reset by peer")),
    "empty answer": lambda _: AIMessage(content=""),
    "truncated JSON": _truncated,
    "wrong tool name": lambda _: called("approve_claim", claim="all"),
    "wrong argument type": lambda _: called("frequency", code=["D2740"], done="yesterday"),
    "extra argument": lambda _: called("search_policies", query="crown", colour="blue"),
    "two tool calls": _two_calls,
    "endless tool calls": lambda _: called("search_policies", query="crown"),
    "refusal": lambda _: AIMessage(content="I am sorry, I cannot help with that."),
    "other language": lambda _: replied("La corona siempre se paga al cien por ciento.", "courtesy"),
    "answer of a megabyte": lambda _: replied("covered " * 130_000, "courtesy"),
    "stream cut": _raises(lambda: httpx.RemoteProtocolError("peer closed connection without sending complete body")),
}


@dataclass(frozen=True)
class Ended:
    """How one turn ended; ``wrong`` is empty where it ended as it must."""

    fault: str
    request: str
    action: str
    seconds: float
    calls: int
    wrong: str = ""


def requests(most: int = REQUESTS) -> list[str]:
    """Labelled requests of five personas, in turn."""
    held = []
    for persona in _PERSONAS:
        text = files("evals").joinpath("cases", "answers", f"{persona}.yaml").read_text(encoding="utf-8")
        held.append([row["text"] for row in yaml.safe_load(text) if "thread" not in row and "action" in row])
    return [row[n] for n in range(min(map(len, held))) for row in held][:most]


def run(library: Library, embedded: EmbeddedChatModel, texts: Sequence[str]) -> Iterator[Ended]:
    """Every fault over every request."""
    for name, say in FAULTS.items():
        for text in texts:
            yield _turn(library, embedded, name, say, text)


def _turn(library: Library, embedded: EmbeddedChatModel, name: str, say: Say, text: str) -> Ended:
    inner = FaultModel(say=say, calls=[])
    model = PrivateChatModel(inner=inner, name="hosted:faulty")
    caps = Caps(seconds=_PATIENCE, first_wait=0.01) if say is _hangs else CAPS
    means = Means(library=library, embedded=lambda: embedded, today=TODAY, model=lambda: model, caps=caps)
    started = time.monotonic()
    answer = ask(Question(text=text), means, trace_id="t")
    seconds = time.monotonic() - started
    return Ended(name, text, answer.action, seconds, len(inner.calls), _wrong(answer, seconds, len(inner.calls)))


def _wrong(answer: Answer, seconds: float, calls: int) -> str:
    """What is not as it must be."""
    if answer.model == "rules":  # settled before any model was asked
        return "" if not calls else "the model was asked for nothing"
    if answer.model != "embedded":
        return f"{answer.model} answered"
    if "built-in one answered" not in answer.text:
        return "the answer does not say who gave it"
    if answer.trace is None or not answer.trace.fell_back:
        return "the trace does not say why"
    if calls > CAPS.model_calls * (CAPS.retries + 1):
        return f"{calls} calls"
    return "" if seconds <= _PROMISED else f"{seconds:.0f} seconds"


def main() -> None:
    """Print one line a fault, then the sum; ends with 1 where a turn ended wrongly."""
    with tempfile.TemporaryDirectory() as home:
        assistant = build_assistant(Settings(home=Path(home)), today=lambda: TODAY)
        means = assistant.means(LOCAL, None)
        ended = list(run(means.library, means.embedded(), requests()))
    for name in FAULTS:
        mine = [each for each in ended if each.fault == name]
        good = sum(not each.wrong for each in mine)
        slowest = max(each.seconds for each in mine)
        most = max(each.calls for each in mine)
        actions = ", ".join(f"{action} {count}" for action, count in Counter(e.action for e in mine).most_common())
        sys.stdout.write(f"{name:24} {good}/{len(mine)}  slowest {slowest:4.1f} s  calls <= {most}  {actions}\n")
    wrong = [each for each in ended if each.wrong]
    sys.stdout.write(f"{len(ended) - len(wrong)}/{len(ended)} turns ended in an answer or an honest no\n")
    for each in wrong[:20]:
        sys.stdout.write(f"WRONG {each.fault}: {each.request!r}: {each.wrong}\n")
    raise SystemExit(bool(wrong))


if __name__ == "__main__":
    main()
