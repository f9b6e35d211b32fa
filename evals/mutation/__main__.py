"""``python -m evals.mutation [MODULE...] [--minutes M] [--tenancy] [-o FILE]``: small changes that go unnoticed.

Each mutant is one comparison, connective, number or truth value changed in one module of a copy of the repository;
it is *killed* when the tests that answer for the module fail. Mutants are drawn with a fixed seed, so that a longer
run tries those of a shorter one first.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evals.bounds import exact_upper
from evals.mutation.mutants import Mutant, mutants, unfiltered
from evals.mutation.trial import ROOT, answering_tests, committed, copy_to, noticed, passes_unchanged

_SEED = 7
_DEFAULT = (Path("assistant/codes"), Path("assistant/rules"))
_STORE = Path("assistant/store")


@dataclass(frozen=True)
class Tried:
    """A mutant of a module and whether the tests noticed it."""

    path: Path
    mutant: Mutant
    killed: bool

    def __str__(self) -> str:
        return f"`{self.path}` line {self.mutant.line}: {self.mutant.what}"


def drawn(modules: list[Path], *, tenancy: bool = False) -> list[tuple[Path, Mutant]]:
    """The mutants of the modules as the last commit has them, in an order that the seed alone decides.

    With ``tenancy`` they are the removed filters of a practice.
    """
    make = unfiltered if tenancy else mutants
    paths = [file for path in modules for file in (sorted(path.rglob("*.py")) if path.is_dir() else [path])]
    every = [(path.resolve().relative_to(ROOT), each) for path in paths for each in make(committed(path))]
    random.Random(_SEED).shuffle(every)
    return every


def run(wanted: list[tuple[Path, Mutant]], minutes: float) -> Iterator[Tried]:
    """Try one after the other until the time is over."""
    ends = time.monotonic() + 60 * minutes
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place)
        copy_to(copy)
        groups = dict.fromkeys(answering_tests(path) for path, _ in wanted)
        good = {tests: passes_unchanged(copy, tests) for tests in groups}
        for tests in (each for each, passes in good.items() if not passes):
            sys.stderr.write(f"left out: {' '.join(tests)} fail without any change\n")
        for path, mutant in wanted:
            if time.monotonic() > ends:
                return
            if good[answering_tests(path)]:
                yield Tried(path, mutant, noticed(copy, path, mutant.text))


def report(command: str, tried: list[Tried], of: int, seconds: float) -> str:
    """The figures by place and by kind of change, then every survivor."""
    lines = [
        "# Mutation testing of codes and rules",
        "",
        f"Made by `{command}`: {len(tried)} of {of} mutants, drawn with seed {_SEED}, {seconds / 60:.0f} min.",
        "A mutant is killed when the tests that answer for its module fail. The bound is the one-sided 95 % upper",
        "bound of the share that survives (Clopper and Pearson). Survivors include changes that change nothing that",
        "can be seen, such as a limit of a list that no claim reaches.",
        "",
        "| what | tried | killed | share | survive at most |",
        "| --- | --- | --- | --- | --- |",
        _line("all", tried),
    ]
    lines += [_line(place, [e for e in tried if _place(e) == place]) for place in sorted({*map(_place, tried)})]
    kinds = sorted({each.mutant.kind for each in tried})
    lines += [_line(f"{kind} changed", [e for e in tried if e.mutant.kind == kind]) for kind in kinds]
    for kind in kinds:
        left = [f"- {each}" for each in tried if each.mutant.kind == kind and not each.killed]
        if left:
            lines += ["", f"## Survivors, {kind}", "", *sorted(left)]
    return "\n".join(lines) + "\n"


def _place(each: Tried) -> str:
    parts = each.path.parts
    return "/".join(parts[:3]) if "drafts" in parts else "/".join(parts[:2])


def _line(name: str, tried: list[Tried]) -> str:
    killed = sum(each.killed for each in tried)
    share = f"{killed / len(tried):.1%}" if tried else "-"
    return f"| {name} | {len(tried)} | {killed} | {share} | {exact_upper(len(tried) - killed, len(tried)):.1%} |"


def main() -> int:
    """Print each survivor, then the figures; 1 where fewer than the floor are killed."""
    parser = argparse.ArgumentParser(prog="python -m evals.mutation", description="Change codes and rules a little.")
    parser.add_argument("modules", nargs="*", type=Path, help="files or folders")
    parser.add_argument("--most", type=int, default=100_000, help="so many mutants")
    parser.add_argument("--minutes", type=float, default=60.0, help="stop after so many minutes")
    parser.add_argument("--floor", type=float, default=0.85, help="the least share that has to be killed")
    parser.add_argument("-o", "--out", type=Path, help="write the figures here")
    parser.add_argument("--tenancy", action="store_true", help="remove filters of the practice from assistant/store")
    given = parser.parse_args()
    modules = given.modules or [_STORE] if given.tenancy else given.modules or list(_DEFAULT)
    started = time.monotonic()
    every = drawn(modules, tenancy=given.tenancy)
    tried = []
    for each in run(every[: given.most], given.minutes):
        tried.append(each)
        if not each.killed:
            sys.stdout.write(f"SURVIVED {each}\n")
            sys.stdout.flush()
    command = " ".join(["python -m evals.mutation", *sys.argv[1:]])
    text = report(command, tried, len(every), time.monotonic() - started)
    if given.out:
        given.out.write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    return 0 if tried and sum(each.killed for each in tried) >= given.floor * len(tried) else 1


if __name__ == "__main__":
    sys.exit(main())
