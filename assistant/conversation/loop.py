"""One turn of the tool-calling loop, the same for every model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from langchain.agents import create_agent
from langchain.agents.middleware import ModelCallLimitMiddleware, ToolCallLimitMiddleware
from langchain.agents.structured_output import ToolStrategy
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, ToolMessage

from assistant.domain.artifacts import Artifact, Reply
from assistant.domain.trace import ToolUse
from assistant.tools.context import Turn
from assistant.tools.every import tools_of

#: A turn that needs more than this is going in circles.
_MOST_MODEL_CALLS = 8
_MOST_TOOL_CALLS = 8


@dataclass(frozen=True)
class TurnResult:
    """What a turn brought: the model's reply, what the tools returned, and which calls were made."""

    reply: Reply | None
    artifacts: tuple[Artifact, ...]
    tools: tuple[ToolUse, ...]


def run_turn(model: BaseChatModel, system: str, messages: Sequence[BaseMessage], turn: Turn) -> TurnResult:
    """Let ``model`` call tools until it replies; ``reply`` is ``None`` where it never did."""
    limits: list[Any] = [  # the classes are generic in ways that `create_agent` does not accept
        ModelCallLimitMiddleware(run_limit=_MOST_MODEL_CALLS, exit_behavior="end"),
        ToolCallLimitMiddleware(run_limit=_MOST_TOOL_CALLS, exit_behavior="continue"),
    ]
    agent = create_agent(
        model,
        tools=list(tools_of(turn)),
        system_prompt=system,
        response_format=ToolStrategy(Reply),
        middleware=limits,
    )
    given: Any = {"messages": list(messages)}  # a list of a subtype is no list of its base
    state: dict[str, Any] = agent.invoke(given)
    said = state["messages"][len(messages) :]
    artifacts = [m.artifact for m in said if isinstance(m, ToolMessage)]
    calls = [call for m in said if isinstance(m, AIMessage) for call in m.tool_calls if call["name"] != "Reply"]
    reply = state.get("structured_response")
    return TurnResult(
        reply=reply if isinstance(reply, Reply) else None,
        artifacts=tuple(a for a in artifacts if isinstance(a, Artifact)),
        tools=tuple(ToolUse(name=call["name"], args=dict(call["args"])) for call in calls),
    )
