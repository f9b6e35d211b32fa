"""One turn of the tool-calling loop, the same for every model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from langchain.agents import create_agent
from langchain.agents.middleware import ModelRetryMiddleware
from langchain.agents.structured_output import ToolStrategy
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, SystemMessage

from assistant.conversation.caps import Caps
from assistant.conversation.material import Material
from assistant.conversation.meter import Meter, is_transient
from assistant.conversation.review import Review, artifacts_of
from assistant.conversation.running import Judge, NoModel, Own, Running
from assistant.conversation.telling import Telling
from assistant.conversation.used import Used
from assistant.domain.artifacts import Artifact, Reply
from assistant.domain.trace import ToolUse
from assistant.tools.context import Turn
from assistant.tools.every import described

#: The longest pause before a failed call is repeated, in seconds.
_LONGEST_WAIT = 4.0


@dataclass(frozen=True)
class TurnResult:
    """What a turn brought: the model's reply, what the tools returned, which calls were made, and what it used.

    ``findings`` are what a first reply was sent back with.
    """

    reply: Reply | None
    artifacts: tuple[Artifact, ...]
    tools: tuple[ToolUse, ...]
    used: Used
    findings: tuple[str, ...] = ()


def run_turn(
    model: BaseChatModel,
    system: str,
    messages: Sequence[BaseMessage],
    turn: Turn,
    *,
    caps: Caps | None = None,
    judge: Judge | None = None,
) -> TurnResult:
    """Let ``model`` call tools until it replies; ``reply`` is ``None`` where it never did.

    With a ``judge`` the model is a hosted one: its failed calls are repeated, its time, tokens and money are capped,
    and a reply that does not hold goes back to it once. Turns run side by side in one shared loop.
    """
    caps = caps or Caps()
    running = Running(model=model, system=SystemMessage(system), turn=turn, caps=caps, judge=judge)
    given: Any = {"messages": list(messages)}  # a list of a subtype is no list of its base
    loop = _embedded_loop() if judge is None else _hosted_loop(caps.retries, caps.first_wait)
    state: dict[str, Any] = loop.invoke(given, context=running)
    said = state["messages"][len(messages) :]
    calls = [call for m in said if isinstance(m, AIMessage) for call in m.tool_calls if call["name"] != "Reply"]
    reply = state.get("structured_response")
    return TurnResult(
        reply=reply if isinstance(reply, Reply) else None,
        artifacts=artifacts_of(said),
        tools=tuple(ToolUse(name=call["name"], args=dict(call["args"])) for call in calls),
        used=running.used,
        findings=running.findings,
    )


@lru_cache(maxsize=1)
def _embedded_loop() -> Any:
    """The loop of the embedded model, which is neither timed nor judged."""
    return _loop([Own(), Telling(), Material(), Meter()])


@lru_cache(maxsize=8)  # an installation has one pair of settings; tests have a few
def _hosted_loop(retries: int, first_wait: float) -> Any:
    """The loop of hosted models, whose failed calls are repeated and whose replies are judged."""
    retry = ModelRetryMiddleware(
        max_retries=retries,
        retry_on=is_transient,
        on_failure="error",
        initial_delay=first_wait,
        max_delay=_LONGEST_WAIT,
    )
    return _loop([Own(), Telling(), Material(), retry, Meter(), Review()])


def _loop(middleware: list[Any]) -> Any:
    """The loop, put together; what stands around the model and the tools comes outermost first."""
    return create_agent(
        NoModel(),
        tools=list(described()),
        response_format=ToolStrategy(Reply),
        context_schema=Running,
        middleware=middleware,
    )
