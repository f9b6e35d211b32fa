"""The held cases: what passed in the committed run with the embedded model has to pass in every later one.

``python -m evals.held out.json`` takes a change that was meant over: of the cases of that run the list then has those
that passed, and it keeps the others that there still are.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from assistant.domain.errors import BadInput, ClaimwrightError
from evals.record import Judged, Metadata, Run, read_run
from evals.suites import NAMES, suite_named

_FILE = "held.txt"


@cache
def held_cases() -> frozenset[str]:
    """The names of the held cases, suite and id."""
    return frozenset(files("evals").joinpath(_FILE).read_text(encoding="utf-8").splitlines())


def binds(about: Metadata) -> bool:
    """Whether the list was made with the model and the embedder of this run; it says nothing of others."""
    return (about.model, about.embedder) == ("embedded", "shipped")


def broken(results: Iterable[Judged], held: frozenset[str]) -> tuple[str, ...]:
    """The held cases among those that were run which do not pass, be it that nothing could be scored any more."""
    return tuple(each.name for each in results if each.name in held and each.passed is not True)


def renewed(run: Run, held: frozenset[str], known: frozenset[str]) -> frozenset[str]:
    """The list after a run; ``known`` are all cases that there are. Raises ``BadInput`` for a run of another model."""
    if not binds(run.metadata):
        raise BadInput("a run of another model or embedder", where=run.metadata.model, fix="run it without a model")
    ran = {each.name for each in run.results}
    return frozenset(((held - ran) | {each.name for each in run.results if each.passed}) & known)


def known_cases() -> frozenset[str]:
    """Every case that there is."""
    return frozenset(f"{case.suite}/{case.id}" for name in NAMES for case in suite_named(name).cases())


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the list and say what came and went; 2 for a file that is no such run."""
    parser = argparse.ArgumentParser(prog="python -m evals.held", description="Make the list of held cases anew.")
    parser.add_argument("run", type=Path, help="the -o out.json of a run with the embedded model")
    path = Path(__file__).with_name(_FILE)
    before = frozenset(path.read_text(encoding="utf-8").splitlines()) if path.exists() else frozenset()
    try:
        after = renewed(read_run(parser.parse_args(arguments).run), before, known_cases())
    except ClaimwrightError as error:
        sys.stderr.write(f"evals.held: {error}\n")
        return 2
    path.write_text("".join(f"{name}\n" for name in sorted(after)), encoding="utf-8")
    gone = sorted(before - after)
    sys.stdout.write("".join(f"no longer held: {name}\n" for name in gone))
    sys.stdout.write(f"{len(after)} cases held, {len(after - before)} new, {len(gone)} no longer\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
