"""One mutant tried: its module changed in a copy of the repository, and the tests of its package run there."""

from __future__ import annotations

import io
import os
import resource
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parents[2]
_PARTS = ("assistant", "api", "evals", "corpus", "prompts", "tests", "pyproject.toml")
#: Which tests a folder answers to, the innermost folder first.
TESTS: dict[str, tuple[str, ...]] = {
    "assistant/codes": ("tests/codes", "assistant/codes"),
    "assistant/store": ("tests/store", "tests/api/http/test_access.py", "tests/api/http/test_kept_work.py"),
    "assistant/rules/drafts": ("tests/rules/drafts",),
    "assistant/rules": ("tests/rules/test_cases.py", "tests/rules/test_traps.py", "tests/rules/test_engine.py"),
}
#: Seconds of processor time after which the tests are said to have noticed: they never end.
_LIMIT = 120


def answering_tests(path: Path) -> tuple[str, ...]:
    """The tests that answer for a module, by its place.

    >>> answering_tests(Path("assistant/rules/tooth/dentition.py"))[0]
    'tests/rules/test_cases.py'
    """
    home = max((each for each in TESTS if path.is_relative_to(each)), key=len, default=None)
    if home is None:
        raise KeyError(f"no tests are known to answer for {path}; add its folder to TESTS")
    return TESTS[home]


def copy_to(place: Path) -> None:
    """Lay out what the tests need as the last commit has it, so that nothing half-done is tried."""
    packed = subprocess.run(["git", "archive", "HEAD", *_PARTS], cwd=ROOT, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(place, filter="data")


def committed(path: Path) -> str:
    """The text of a module in the last commit."""
    name = path.resolve().relative_to(ROOT).as_posix()
    return subprocess.run(["git", "show", f"HEAD:{name}"], cwd=ROOT, capture_output=True, check=True, text=True).stdout


def noticed(copy: Path, path: Path, text: str) -> bool:
    """Whether the tests fail with the changed text; ``path`` is relative to the repository."""
    file = copy / path
    before = file.read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    try:
        return _fail(copy, answering_tests(path))
    finally:
        file.write_text(before, encoding="utf-8")


def passes_unchanged(copy: Path, tests: Sequence[str]) -> bool:
    """Whether the tests pass where nothing was changed; else nothing that follows would mean anything."""
    return not _fail(copy, tests)


def _fail(copy: Path, tests: Sequence[str]) -> bool:
    """Run the tests in a child that already holds the test runner: a mutant costs little more than its tests."""
    for library in ("pydantic", "yaml"):  # not a plugin of pytest: those it has to import itself
        import_module(library)
    import pytest

    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (_LIMIT, _LIMIT))
        os.chdir(copy)
        sys.path.insert(0, str(copy))
        sys.dont_write_bytecode = True
        with open(os.devnull, "w") as nowhere:
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
        os._exit(int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *tests])))
    _, status = os.waitpid(child, 0)
    return status != 0
