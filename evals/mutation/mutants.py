"""The small changes: one comparison, connective, number or truth value of a module at a time."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["comparison", "connective", "truth value", "number", "filter of the practice"]
_TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_SIGNS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.In: "in",
    ast.NotIn: "not in",
    ast.Is: "is",
    ast.IsNot: "is not",
}
#: Arguments that stop a mistake of a programmer and change no result.
_GUARDS = ("strict", "frozen", "slots")


@dataclass(frozen=True)
class Mutant:
    """A changed source: what was changed on which line, and what kind of change that is."""

    kind: Kind
    what: str
    line: int
    text: str


def mutants(source: str) -> Iterator[Mutant]:
    """Every changed source; what only guards what holds anyway, as ``strict`` of ``zip`` does, is left alone.

    >>> [each.what for each in mutants("x = a < 1 and b")]
    ['and to or', '< to <=', '1 to 2']
    >>> list(mutants("zip(a, b, strict=True)"))
    []
    """
    whole = ast.parse(source)
    guards = {id(each.value) for each in ast.walk(whole) if isinstance(each, ast.keyword) and each.arg in _GUARDS}
    for number, node in enumerate(ast.walk(whole)):
        changed = None if id(node) in guards else _change(node)
        if changed is None:
            continue
        tree = ast.parse(source)
        _change(list(ast.walk(tree))[number])
        yield Mutant(*changed, getattr(node, "lineno", 0), ast.unparse(tree))


def unfiltered(source: str) -> Iterator[Mutant]:
    """Every source in which one comparison with the caller's practice holds for every practice.

    >>> [each.what for each in unfiltered("where(t.c.practice == caller.practice)")]
    ['t.c.practice == caller.practice holds for every practice']
    """
    for number, node in enumerate(ast.walk(ast.parse(source))):
        if not _of_practice(node):
            continue
        tree = ast.parse(source)
        changed = list(ast.walk(tree))[number]
        assert isinstance(changed, ast.Compare), "found as one"
        what = f"{ast.unparse(changed)} holds for every practice"
        changed.comparators = [changed.left]
        yield Mutant("filter of the practice", what, changed.lineno, ast.unparse(tree))


def _of_practice(node: ast.AST) -> bool:
    """Whether a node compares a column ``practice``."""
    if not (isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq)):
        return False
    return isinstance(node.left, ast.Attribute) and node.left.attr == "practice"


def _change(node: ast.AST) -> tuple[Kind, str] | None:
    """Change the node in place; what was done, or nothing where there is nothing to change."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _TURNED:
        old, new = type(node.ops[0]), _TURNED[type(node.ops[0])]
        node.ops[0] = new()
        return "comparison", f"{_SIGNS[old]} to {_SIGNS[new]}"
    if isinstance(node, ast.BoolOp):
        was_and = isinstance(node.op, ast.And)
        node.op = ast.Or() if was_and else ast.And()
        return "connective", "and to or" if was_and else "or to and"
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        node.value = not node.value
        return "truth value", f"{not node.value} to {node.value}"
    if isinstance(node, ast.Constant) and isinstance(node.value, int):
        node.value += 1
        return "number", f"{node.value - 1} to {node.value}"
    return None
