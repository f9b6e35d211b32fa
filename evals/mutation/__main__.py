"""``python -m evals.mutation [MODULE...] [--minutes M] [--jobs N] [--tenancy] [-o FILE]``: changes that go unnoticed.

Each mutant is one comparison, connective, number or truth value changed in one module of a copy of the repository;
it is *killed* when the tests that answer for the module fail. Mutants are drawn with a fixed seed, one of every
module before a second of any. What was tried at this commit is kept: the same command goes on where it stopped.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from assistant.settings import load_settings
from evals.metadata import program_commit
from evals.mutation.report import Kept, report, why_equivalent
from evals.mutation.run import drawn, run
from evals.mutation.trial import committed

_DEFAULT = (Path("assistant/codes"), Path("assistant/rules"))
_STORE = Path("assistant/store")


def main() -> int:
    """Print each survivor as it is found, then the figures; 1 where fewer than the floor are killed."""
    given = _parser().parse_args()
    places = given.modules or ([_STORE] if given.tenancy else list(_DEFAULT))
    every = drawn(places, tenancy=given.tenancy)
    commit = (program_commit("tests") or "unknown").rstrip("+")  # what is tried is as committed
    kept = Kept(load_settings().home / "evals" / f"mutants-{commit}.jsonl")
    if given.again:
        kept.forget()
    began = time.monotonic()
    for each in run(every[: given.most], given.minutes, jobs=given.jobs, done=kept.results()):
        now = time.monotonic()
        kept.add(each, now - began)
        began = now
        if not each.killed:
            sys.stdout.write(f"SURVIVED {each}\n")
            sys.stdout.flush()
    tried = kept.tried(every)
    same = sum(why_equivalent(e.path, e.mutant, committed(e.path)) is not None for e in tried if not e.killed)
    seconds = sum(seconds for _, seconds in kept.results().values())
    command = " ".join(["python -m evals.mutation", *sys.argv[1:]])
    text = report(command, tried, len(every), seconds, commit=commit, same=same)
    if given.out:
        given.out.write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    counted = len(tried) - same
    return 0 if counted and sum(each.killed for each in tried) >= given.floor * counted else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals.mutation", description="Change codes and rules a little.")
    parser.add_argument("modules", nargs="*", type=Path, help="files or folders")
    parser.add_argument("--most", type=int, default=100_000, help="the first so many mutants")
    parser.add_argument("--minutes", type=float, default=60.0, help="stop after so many minutes")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--again", action="store_true", help="forget what was tried at this commit")
    parser.add_argument("--floor", type=float, default=0.85, help="the least share that has to be killed")
    parser.add_argument("-o", "--out", type=Path, help="write the figures here")
    parser.add_argument("--tenancy", action="store_true", help="remove filters of the practice from assistant/store")
    return parser


if __name__ == "__main__":
    sys.exit(main())
