"""Which tests call which functions: what a change to a function is first tried with."""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from types import FrameType
from typing import Any

#: A file relative to the repository and the line on which a function begins, its decorators included.
Place = tuple[str, int]
#: What is changed lies below one of these.
_CHANGED = ("assistant/codes/", "assistant/rules/", "assistant/store/")


def noting(root: Path, told: Path) -> object:
    """A plugin of the test runner that writes to ``told`` which tests called what, as rows of file, line, names."""
    import pytest

    found: dict[Place, list[str]] = {}
    known: dict[str, str] = {}
    now: set[Place] = set()

    def relative(name: str) -> str:
        path = Path(name)
        inside = path.relative_to(root).as_posix() if path.is_relative_to(root) else ""
        return inside if inside.startswith(_CHANGED) else ""

    def trace(frame: FrameType, event: str, _: Any) -> None:
        code = frame.f_code
        file = known.get(code.co_filename)
        if file is None:
            file = known[code.co_filename] = relative(code.co_filename)
        if file and event == "call":
            now.add((file, code.co_firstlineno))

    class Calls:
        @pytest.hookimpl(wrapper=True)
        def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
            now.clear()
            sys.settrace(trace)
            try:
                return (yield)
            finally:
                sys.settrace(None)
                for place in now:
                    found.setdefault(place, []).append(item.nodeid)

        def pytest_sessionfinish(self) -> None:
            rows = [[file, line, names] for (file, line), names in found.items()]
            told.write_text(json.dumps(rows), encoding="utf-8")

    return Calls()


def enclosing(source: str, line: int) -> int:
    r"""The line on which the innermost function around a line begins; 0 outside every function.

    >>> enclosing("import os\n@cache\ndef f():\n    return 1\n", 4)
    2
    >>> enclosing("x = 1\n", 1)
    0
    """
    return max((first for first, last in _functions(source) if first <= line <= last), default=0)


@lru_cache(maxsize=64)
def _functions(source: str) -> tuple[tuple[int, int], ...]:
    """First and last line of every function."""
    nodes = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    return tuple(
        (min(each.lineno for each in (node, *node.decorator_list)), node.end_lineno or node.lineno) for node in nodes
    )
