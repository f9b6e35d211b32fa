"""One mutant tried: its module changed in a copy of the repository, and the tests that answer for it run there.

The tests that call the changed function come first. Only when none of them notices are all tests of the package run,
so that a survivor is one whatever was called first or kept from an earlier call.
"""

from __future__ import annotations

import compileall
import io
import json
import os
import py_compile
import resource
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from evals.mutation.calls import Place, enclosing, noting

ROOT = Path(__file__).parents[2]
_PARTS = ("assistant", "api", "evals", "corpus", "prompts", "tests", "pyproject.toml")
_RULES = tuple(f"tests/rules/{name}" for name in ("attachment", "conflict", "frequency", "narrative"))
_RULES += tuple(f"tests/rules/test_{name}.py" for name in ("cases", "traps", "engine", "any_claim", "facts", "reading"))
#: Which tests a folder answers to, the innermost folder first.
TESTS: dict[str, tuple[str, ...]] = {
    "assistant/codes": ("tests/codes", "assistant/codes"),
    "assistant/store": ("tests/store", "tests/api/http/test_access.py", "tests/api/http/test_kept_work.py"),
    "assistant/rules/drafts": ("tests/rules/drafts",),
    "assistant/rules": _RULES,
}
#: Seconds of processor time after which the tests are said to have noticed: they never end.
_LIMIT = 120
#: Of so large a part of the tests a first round would save nothing.
_MOST = 0.5


def answering_tests(path: Path) -> tuple[str, ...]:
    """The tests that answer for a module, by its place.

    >>> answering_tests(Path("assistant/rules/drafts/proof.py"))
    ('tests/rules/drafts',)
    """
    home = max((each for each in TESTS if path.is_relative_to(each)), key=len, default=None)
    if home is None:
        raise KeyError(f"no tests are known to answer for {path}; add its folder to TESTS")
    return TESTS[home]


def committed(path: Path) -> str:
    """The text of a module in the last commit; the path is relative to the repository."""
    return subprocess.run(
        ["git", "show", f"HEAD:{path.as_posix()}"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout


def modules(path: Path) -> list[Path]:
    """The modules of a folder, or the one module, that the last commit has; relative to the repository."""
    name = path.resolve().relative_to(ROOT).as_posix()
    listed = subprocess.run(
        ["git", "ls-tree", "-r", "--name-only", "HEAD", "--", name],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    return [Path(line) for line in listed.stdout.splitlines() if line.endswith(".py")]


def copy_to(place: Path) -> None:
    """Lay out what the tests need as the last commit has it, compiled, so that nothing half-done is tried."""
    packed = subprocess.run(["git", "archive", "HEAD", *_PARTS], cwd=ROOT, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(place, filter="data")
    # Known by its text and not by its time: a module that is changed and changed back within a second is seen.
    checked = py_compile.PycInvalidationMode.CHECKED_HASH
    compileall.compile_dir(place / "assistant", quiet=2, invalidation_mode=checked)


@dataclass(frozen=True)
class Answering:
    """A group of tests: whether they pass unchanged, which of them call a function, how many there are."""

    tests: tuple[str, ...]
    passes: bool
    calls: Mapping[Place, Sequence[str]]
    number: int

    def first(self, path: Path, source: str, line: int) -> tuple[str, ...]:
        """The tests to run first for a change on this line: those that call the function around it."""
        near = self.calls.get((path.as_posix(), enclosing(source, line)), ())
        found = near or [test for (file, _), tests in self.calls.items() if file == path.as_posix() for test in tests]
        chosen = tuple(dict.fromkeys(found))
        return chosen if len(chosen) <= _MOST * self.number else ()


def answering(copy: Path, tests: tuple[str, ...]) -> Answering:
    """Run a group once without any change, noting who calls what."""
    told = copy / "calls.json"
    told.unlink(missing_ok=True)
    passes = not _fail(copy, tests, note=told)
    rows = json.loads(told.read_text(encoding="utf-8")) if told.exists() else []
    calls = {(file, line): names for file, line, names in rows}
    return Answering(tests, passes, calls, len({name for names in calls.values() for name in names}))


def noticed(copy: Path, path: Path, text: str, held: Answering, line: int) -> bool:
    """Whether the tests fail with the changed text; ``path`` is relative to the repository."""
    file = copy / path
    before = file.read_text(encoding="utf-8")
    first = held.first(path, before, line)
    file.write_text(text, encoding="utf-8")
    try:
        return bool(first and _fail(copy, first)) or _fail(copy, held.tests)
    finally:
        file.write_text(before, encoding="utf-8")


def twin(copy: Path, place: Path) -> Path:
    """A copy of a copy for one more process, with what was compiled."""
    return Path(shutil.copytree(copy, place))


def _fail(copy: Path, tests: Sequence[str], *, note: Path | None = None) -> bool:
    """Run the tests in a child that already holds the test runner: a mutant costs little more than its tests."""
    if "assistant" in sys.modules:
        raise RuntimeError("the program was loaded before its copy: the tests would not see what was changed")
    for library in ("pydantic", "yaml"):  # not a plugin of pytest: those it has to import itself
        import_module(library)
    import pytest

    child = os.fork()
    if child == 0:
        if note is None:
            resource.setrlimit(resource.RLIMIT_CPU, (_LIMIT, _LIMIT))
        os.chdir(copy)
        sys.path.insert(0, str(copy))
        sys.dont_write_bytecode = note is None  # the first run leaves what it compiled to those that follow
        with open(os.devnull, "w") as nowhere:
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
        plugins = [noting(copy, note)] if note else []
        options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--rootdir", str(copy)]
        os._exit(int(pytest.main([*options, *tests], plugins=plugins)))
    _, status = os.waitpid(child, 0)
    return status != 0
