"""From a function to a LangChain tool, its schema worked out once and not on every turn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from langchain_core.tools import BaseTool, StructuredTool

#: Name of a tool to its description and argument model: both come from code and docstring and never change.
_KNOWN: dict[str, tuple[str, Any]] = {}


def made(name: str) -> Callable[[Callable[..., tuple[str, Any]]], BaseTool]:
    """Decorate a turn's function; it returns what a model reads and the typed artifact."""

    def decorate(run: Callable[..., tuple[str, Any]]) -> BaseTool:
        if name not in _KNOWN:
            first = StructuredTool.from_function(func=run, name=name, response_format="content_and_artifact")
            _KNOWN[name] = (first.description, first.args_schema)
        description, schema = _KNOWN[name]
        return StructuredTool(
            name=name,
            description=description,
            args_schema=schema,
            func=run,
            response_format="content_and_artifact",
        )

    return decorate
