"""A finding's code says one thing: it is given in one place, where what it says is known."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import assistant

FOLDER = Path(next(iter(assistant.__path__)))
#: A code is two letters and two digits.
_LETTERS, _LENGTH = 2, 4


def _is_code(value: object) -> bool:
    return (
        isinstance(value, str)
        and len(value) == _LENGTH
        and value[:_LETTERS].isalpha()
        and value[:_LETTERS].isupper()
        and value[_LETTERS:].isdigit()
    )


def _given(path: Path) -> Iterator[str]:
    """The codes that a module gives to findings: as ``rule=``, or first to what makes a finding or a rule."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        named = [word.value for word in node.keywords if word.arg == "rule"]
        first = node.args[:1] if name.endswith(("finding", "note", "rule")) else []
        for value in (*named, *first):
            if isinstance(value, ast.Constant) and _is_code(value.value):
                yield str(value.value)


def test_no_code_is_given_in_two_modules() -> None:
    homes: dict[str, set[str]] = defaultdict(set)
    for path in sorted(FOLDER.rglob("*.py")):
        for code in _given(path):
            homes[code].add(str(path.relative_to(FOLDER)))
    assert len(homes) > 100
    assert {code: sorted(found) for code, found in homes.items() if len(found) > 1} == {}
