"""What a turn has of its own while it runs in the loop that all turns share.

The loop is put together once and knows no question, payer, case or person. Everything of a turn travels in its
``Running``, which the loop hands to the middleware with each step and forgets at the end of the turn.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NoReturn

from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse, ToolCallRequest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, SystemMessage

from assistant.conversation.caps import Caps
from assistant.conversation.used import Used
from assistant.domain.artifacts import Artifact, Reply
from assistant.tools.context import Turn
from assistant.tools.every import tool_of

#: Why a reply may not stand, one sentence each; empty when it may.
Judge = Callable[[Reply, tuple[Artifact, ...]], tuple[str, ...]]


@dataclass
class Running:
    """One turn's model, prompt, fixed points and caps, and what it has used. ``judge`` is a hosted model's.

    ``findings`` are what a first reply was sent back with.
    """

    model: BaseChatModel
    system: SystemMessage
    turn: Turn
    caps: Caps
    judge: Judge | None = None
    used: Used = field(default_factory=Used)
    findings: tuple[str, ...] = ()


class Own(AgentMiddleware[Any, Running, Any]):
    """Puts the turn's own model, prompt and tools in the place of those that the shared loop was made with."""

    def wrap_model_call(
        self, request: ModelRequest[Running], handler: Callable[[ModelRequest[Running]], ModelResponse[Any]]
    ) -> ModelResponse[Any]:
        """The answer of the turn's own model."""
        running: Running = request.runtime.context
        return handler(request.override(model=running.model, system_message=running.system))

    def wrap_tool_call(self, request: ToolCallRequest, handler: Callable[[ToolCallRequest], Any]) -> Any:
        """The result of the turn's own tool."""
        if request.tool is None:  # a name that no tool has; the loop says so to the model
            return handler(request)
        return handler(request.override(tool=tool_of(running_of(request).turn, request.tool.name)))


def running_of(request: ToolCallRequest) -> Running:
    """The turn that a tool is called in."""
    context: Any = request.runtime.context  # a request of a tool does not tell the type of its context
    running: Running = context
    return running


class NoModel(BaseChatModel):
    """Stands in the shared loop where each turn puts its own model."""

    @property
    def _llm_type(self) -> str:
        return "none"

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> NoReturn:  # noqa: ARG002  # the interface's
        raise RuntimeError("the loop runs without the turn's own model")
