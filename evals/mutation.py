"""``python -m evals.mutation MODULE... [--most N]``: small changes to codes and rules, and whether their tests notice.

Each mutant is one comparison, connective, number or truth value changed in one module of a copy of the repository;
it is *killed* when the tests named by the module's place fail. On demand only: a mutant is a run of the tests.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from evals.bounds import exact_upper

_ROOT = Path(__file__).parents[1]
_PARTS = ("assistant", "api", "evals", "corpus", "prompts", "tests", "pyproject.toml")
_TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
#: Which tests a package answers to; a rule's are its case file's.
_TESTS = {
    "codes": ["tests/codes", "assistant/codes"],
    "rules": ["tests/rules/test_cases.py", "tests/rules/test_traps.py"],
}
_LIMIT = 600


def mutants(source: str) -> Iterator[tuple[str, str]]:
    """Every changed source with what was changed.

    >>> [what for what, _ in mutants("x = a < 1 and b")]
    ['line 1: and to or', 'line 1: < to <=', 'line 1: 1 to 2']
    """
    for number, node in enumerate(ast.walk(ast.parse(source))):
        what = _change(node)
        if what is None:
            continue
        tree = ast.parse(source)
        _change(list(ast.walk(tree))[number])
        yield f"line {getattr(node, 'lineno', 0)}: {what}", ast.unparse(tree)


def _change(node: ast.AST) -> str | None:
    """Change the node in place; what was done, or nothing where there is nothing to change."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _TURNED:
        old, new = type(node.ops[0]), _TURNED[type(node.ops[0])]
        node.ops[0] = new()
        signs = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}
        return f"{signs.get(old, old.__name__)} to {signs.get(new, new.__name__)}"
    if isinstance(node, ast.BoolOp):
        was_and = isinstance(node.op, ast.And)
        node.op = ast.Or() if was_and else ast.And()
        return "and to or" if was_and else "or to and"
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        node.value = not node.value
        return f"{not node.value} to {node.value}"
    if isinstance(node, ast.Constant) and isinstance(node.value, int):
        node.value += 1
        return f"{node.value - 1} to {node.value}"
    return None


def main() -> int:
    """Print each survivor and the share that was killed."""
    parser = argparse.ArgumentParser(prog="python -m evals.mutation", description="Change codes and rules a little.")
    parser.add_argument(
        "modules", nargs="+", type=Path, help="files or folders below assistant/codes or assistant/rules"
    )
    parser.add_argument("--most", type=int, default=100, help="so many mutants, drawn with a fixed seed")
    given = parser.parse_args()
    paths = [file for path in given.modules for file in (sorted(path.rglob("*.py")) if path.is_dir() else [path])]
    every = [(path, *mutant) for path in paths for mutant in mutants(path.read_text(encoding="utf-8"))]
    drawn = random.Random(7).sample(every, min(given.most, len(every)))
    survived = 0
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place)
        for part in _PARTS:
            ignore = shutil.ignore_patterns("__pycache__")
            source = _ROOT / part
            shutil.copytree(source, copy / part, ignore=ignore) if source.is_dir() else shutil.copy(source, copy / part)
        for path, what, text in drawn:
            if not _killed(copy, path.resolve().relative_to(_ROOT), text):
                survived += 1
                sys.stdout.write(f"SURVIVED {path} {what}\n")
                sys.stdout.flush()
    bound = exact_upper(survived, len(drawn))
    sys.stdout.write(f"{len(drawn) - survived} of {len(drawn)} mutants killed; at most {bound:.1%} would survive\n")
    return 0


def _killed(copy: Path, path: Path, text: str) -> bool:
    """Whether the tests of the module's package fail with the changed text."""
    file = copy / path
    before = file.read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    words = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *_TESTS[path.parts[1]]]
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(words, cwd=copy, capture_output=True, env=environment, timeout=_LIMIT)
    except subprocess.TimeoutExpired:
        return True  # it never ends: the tests would notice
    finally:
        file.write_text(before, encoding="utf-8")
    return done.returncode != 0


if __name__ == "__main__":
    sys.exit(main())
