"""Telling a door what a turn is doing, while it does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from langchain.agents.middleware import AgentMiddleware

#: Told of a step: ``tool`` with its name and arguments, ``model`` with nothing beside it.
Tell = Callable[[str, Mapping[str, Any]], None]


class Telling(AgentMiddleware[Any, Any, Any]):
    """Names every call of the model and of a tool before it is made."""

    def __init__(self, tell: Tell) -> None:
        super().__init__()
        self._tell = tell

    def wrap_model_call(self, request: Any, handler: Callable[[Any], Any]) -> Any:
        """The model's answer."""
        self._tell("model", {})
        return handler(request)

    def wrap_tool_call(self, request: Any, handler: Callable[[Any], Any]) -> Any:
        """The tool's answer."""
        self._tell("tool", {"name": request.tool_call["name"], "args": dict(request.tool_call["args"])})
        return handler(request)
