"""From a function to a LangChain tool, its schema worked out once and not on every turn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from langchain_core.tools import BaseTool, StructuredTool

Run = Callable[..., tuple[str, Any]]

#: Name of a tool to its description and argument model: both come from code and docstring and never change.
_KNOWN: dict[str, tuple[str, Any]] = {}


def made(name: str) -> Callable[[Run], BaseTool]:
    """Decorate a turn's function; it returns what a model reads and the typed artifact."""

    def decorate(run: Run) -> BaseTool:
        if name not in _KNOWN:
            first = StructuredTool.from_function(func=run, name=name, response_format="content_and_artifact")
            _KNOWN[name] = (first.description, first.args_schema)
        return _tool(name, run)

    return decorate


def unbound(tool: BaseTool) -> BaseTool:
    """The tool as a model is told of it, without the turn that it was bound to."""
    return _tool(tool.name, _no_turn)


def _tool(name: str, run: Run) -> BaseTool:
    description, schema = _KNOWN[name]
    return StructuredTool(
        name=name, description=description, args_schema=schema, func=run, response_format="content_and_artifact"
    )


def _no_turn(**_: Any) -> NoReturn:
    raise RuntimeError("a tool is called outside of a turn")
