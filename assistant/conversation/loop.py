"""One turn of the tool-calling loop, the same for every model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from langchain.agents import create_agent
from langchain.agents.middleware import ModelCallLimitMiddleware, ToolCallLimitMiddleware
from langchain.agents.structured_output import ToolStrategy
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage

from assistant.domain.artifacts import Found, Reply
from assistant.domain.trace import ToolUse
from assistant.tools.context import Turn
from assistant.tools.search_policies import search_policies

#: A turn that needs more than this is going in circles.
_MOST_MODEL_CALLS = 8
_MOST_TOOL_CALLS = 8


@dataclass(frozen=True)
class TurnResult:
    """What a turn brought: the model's reply, what the tools returned, and which calls were made."""

    reply: Reply | None
    found: tuple[Found, ...]
    tools: tuple[ToolUse, ...]


def run_turn(model: BaseChatModel, system: str, question: str, turn: Turn) -> TurnResult:
    """Let ``model`` call tools until it replies; ``reply`` is ``None`` where it never did."""
    limits: list[Any] = [  # the classes are generic in ways that `create_agent` does not accept
        ModelCallLimitMiddleware(run_limit=_MOST_MODEL_CALLS, exit_behavior="end"),
        ToolCallLimitMiddleware(run_limit=_MOST_TOOL_CALLS, exit_behavior="continue"),
    ]
    agent = create_agent(
        model,
        tools=[search_policies(turn)],
        system_prompt=system,
        response_format=ToolStrategy(Reply),
        middleware=limits,
    )
    state: dict[str, Any] = agent.invoke({"messages": [HumanMessage(question)]})
    messages = state["messages"]
    artifacts = [m.artifact for m in messages if isinstance(m, ToolMessage)]
    calls = [call for m in messages if isinstance(m, AIMessage) for call in m.tool_calls if call["name"] != "Reply"]
    reply = state.get("structured_response")
    return TurnResult(
        reply=reply if isinstance(reply, Reply) else None,
        found=tuple(a for a in artifacts if isinstance(a, Found)),
        tools=tuple(ToolUse(name=call["name"], args=dict(call["args"])) for call in calls),
    )
