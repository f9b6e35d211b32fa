"""From a function to a LangChain tool, its schema worked out once and not on every turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any

from langchain_core.tools import BaseTool, StructuredTool

Run = Callable[..., tuple[str, Any]]

#: Name of a tool to its description and argument model: both come from code and docstring and never change.
_KNOWN: dict[str, tuple[str, Any]] = {}
_watching: ContextVar[Callable[[str], None] | None] = ContextVar("watching", default=None)


@contextmanager
def watched(tell: Callable[[str], None]) -> Iterator[None]:
    """Tell ``tell`` the name of each tool as it starts, until the block ends."""
    token = _watching.set(tell)
    try:
        yield
    finally:
        _watching.reset(token)


def made(name: str) -> Callable[[Run], BaseTool]:
    """Decorate a turn's function; it returns what a model reads and the typed artifact."""

    def decorate(run: Run) -> BaseTool:
        if name not in _KNOWN:
            first = StructuredTool.from_function(func=run, name=name, response_format="content_and_artifact")
            _KNOWN[name] = (first.description, first.args_schema)
        description, schema = _KNOWN[name]
        return StructuredTool(
            name=name,
            description=description,
            args_schema=schema,
            func=_told(name, run),
            response_format="content_and_artifact",
        )

    return decorate


def _told(name: str, run: Run) -> Run:
    @wraps(run)
    def telling(*args: Any, **kwargs: Any) -> tuple[str, Any]:
        tell = _watching.get()
        if tell is not None:
            tell(name)
        return run(*args, **kwargs)

    return telling
