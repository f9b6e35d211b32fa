"""One turn of the tool-calling loop, the same for every model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from langchain.agents import create_agent
from langchain.agents.middleware import ModelCallLimitMiddleware, ModelRetryMiddleware, ToolCallLimitMiddleware
from langchain.agents.structured_output import ToolStrategy
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage

from assistant.conversation.caps import Caps
from assistant.conversation.material import Material
from assistant.conversation.meter import Meter, Used, is_transient
from assistant.conversation.review import Judge, Review, artifacts_of
from assistant.conversation.telling import Telling
from assistant.domain.artifacts import Artifact, Reply
from assistant.domain.trace import ToolUse
from assistant.tools.context import Turn
from assistant.tools.every import tools_of

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
    and a reply that does not hold goes back to it once.
    """
    caps = caps or Caps()
    used = Used()
    review = Review(judge) if judge is not None else None
    agent = create_agent(
        model,
        tools=list(tools_of(turn)),
        system_prompt=system,
        response_format=_reply_strategy(),
        middleware=[*([Telling(turn.tell)] if turn.tell else []), *_middleware(caps, used, review)],
    )
    given: Any = {"messages": list(messages)}  # a list of a subtype is no list of its base
    state: dict[str, Any] = agent.invoke(given)
    said = state["messages"][len(messages) :]
    calls = [call for m in said if isinstance(m, AIMessage) for call in m.tool_calls if call["name"] != "Reply"]
    reply = state.get("structured_response")
    return TurnResult(
        reply=reply if isinstance(reply, Reply) else None,
        artifacts=artifacts_of(said),
        tools=tuple(ToolUse(name=call["name"], args=dict(call["args"])) for call in calls),
        used=used,
        findings=review.findings if review is not None else (),
    )


@cache
def _reply_strategy() -> ToolStrategy[Reply]:
    """The reply as a tool; its schema is worked out once."""
    return ToolStrategy(Reply)


def _middleware(caps: Caps, used: Used, review: Review | None) -> list[Any]:
    """What stands around the model and the tools, outermost first. The embedded model is neither timed nor judged."""
    shared = [
        ModelCallLimitMiddleware(run_limit=caps.model_calls, exit_behavior="end"),
        ToolCallLimitMiddleware(run_limit=caps.tool_calls, exit_behavior="continue"),
        Material(),
    ]
    if review is None:
        return [*shared, Meter(caps, used, timed=False)]
    retry = ModelRetryMiddleware(
        max_retries=caps.retries,
        retry_on=is_transient,
        on_failure="error",
        initial_delay=caps.first_wait,
        max_delay=_LONGEST_WAIT,
    )
    return [*shared, retry, Meter(caps, used, timed=True), review]
