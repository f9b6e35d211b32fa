"""Telling a door what a turn is doing, while it does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from langchain.agents.middleware import AgentMiddleware, ModelRequest, ToolCallRequest

from assistant.conversation.running import Running, running_of

#: Told of a step: ``tool`` with its name and arguments, ``model`` with nothing beside it.
Tell = Callable[[str, Mapping[str, Any]], None]


class Telling(AgentMiddleware[Any, Running, Any]):
    """Names every call of the model and of a tool to the one who waits for the turn, before it is made."""

    def wrap_model_call(self, request: ModelRequest[Running], handler: Callable[[ModelRequest[Running]], Any]) -> Any:
        """The model's answer."""
        tell: Tell | None = request.runtime.context.turn.tell
        if tell is not None:
            tell("model", {})
        return handler(request)

    def wrap_tool_call(self, request: ToolCallRequest, handler: Callable[[ToolCallRequest], Any]) -> Any:
        """The tool's answer."""
        tell: Tell | None = running_of(request).turn.tell
        if tell is not None:
            tell("tool", {"name": request.tool_call["name"], "args": dict(request.tool_call["args"])})
        return handler(request)
