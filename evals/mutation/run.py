"""Mutants drawn evenly over the modules, and tried in several processes until the time is over."""

from __future__ import annotations

import hashlib
import random
import sys
import tempfile
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from itertools import chain, zip_longest
from multiprocessing import get_context
from pathlib import Path

from evals.children import end_with_parent
from evals.mutation.mutants import Mutant, mutants, unfiltered
from evals.mutation.trial import Answering, answering, answering_tests, committed, copy_to, modules, noticed, twin

SEED = 7
Drawn = tuple[Path, Mutant]
_held: Mapping[tuple[str, ...], Answering] = {}
_copy = Path()


@dataclass(frozen=True)
class Tried:
    """A mutant of a module and whether the tests noticed it."""

    path: Path
    mutant: Mutant
    killed: bool

    def __str__(self) -> str:
        return f"`{self.path}` line {self.mutant.line}: {self.mutant.what}"


def name_of(path: Path, mutant: Mutant) -> str:
    """A name that is the same as long as the module's text is."""
    return hashlib.sha256(f"{path.as_posix()}\0{mutant.line}\0{mutant.text}".encode()).hexdigest()[:16]


def drawn(places: Iterable[Path], *, tenancy: bool = False, seed: int = SEED) -> list[Drawn]:
    """The mutants there as the last commit has them: one of each module, then a second one of each, and so on.

    The seed alone decides the order of the modules and of the mutants within one, so that a longer run tries those of
    a shorter one first. With ``tenancy`` they are the removed filters of a practice.
    """
    make = unfiltered if tenancy else mutants
    queues = []
    for path in (file for place in places for file in modules(place)):
        mine = [(path, each) for each in make(committed(path))]
        random.Random(f"{seed}-{path.as_posix()}").shuffle(mine)
        queues.append(mine)
    random.Random(seed).shuffle(queues)
    return [each for each in chain.from_iterable(zip_longest(*queues)) if each is not None]


def run(wanted: list[Drawn], minutes: float, *, jobs: int = 1, done: Collection[str] = ()) -> Iterator[Tried]:
    """Try those that are not done, in their order, until the time is over.

    It begins to count once the tests have been run without any change.
    """
    began = time.monotonic()
    waiting = [each for each in wanted if name_of(*each) not in done]
    if not waiting:
        return
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "copy"
        copy.mkdir()
        copy_to(copy)
        context = get_context("spawn")  # nothing of the program may have been loaded where the tests are run
        with ProcessPoolExecutor(1, mp_context=context, initializer=end_with_parent) as pool:
            held = pool.submit(_unchanged, copy, [path for path, _ in waiting]).result()
        for each in held.values():
            if not each.passes:
                sys.stderr.write(f"left out: {' '.join(each.tests)} fail without any change\n")
        sys.stderr.write(f"the tests were run without any change in {time.monotonic() - began:.0f} s\n")
        ends = time.monotonic() + 60 * minutes
        good = [each for each in waiting if held[answering_tests(each[0])].passes]
        with ProcessPoolExecutor(jobs, mp_context=context, initializer=_start, initargs=(copy, held)) as pool:
            yield from _tried(pool, good, jobs, ends)


def _tried(pool: ProcessPoolExecutor, wanted: list[Drawn], jobs: int, ends: float) -> Iterator[Tried]:
    """The results as they come; no more are at hand than there are processes, so that the end is kept to."""
    rest = iter(wanted)
    going: dict[Future[bool], Drawn] = {}
    while True:
        while len(going) < jobs and time.monotonic() < ends and (each := next(rest, None)) is not None:
            going[pool.submit(_try, *each)] = each
        if not going:
            return
        for future in wait(going, return_when=FIRST_COMPLETED).done:
            path, mutant = going.pop(future)
            yield Tried(path, mutant, future.result())


def _unchanged(copy: Path, paths: Iterable[Path]) -> dict[tuple[str, ...], Answering]:
    """Every group of tests that answers for one of the modules, run once."""
    return {tests: answering(copy, tests) for tests in dict.fromkeys(map(answering_tests, paths))}


def _start(copy: Path, held: Mapping[tuple[str, ...], Answering]) -> None:
    global _held, _copy
    end_with_parent()
    _held, _copy = held, twin(copy, Path(tempfile.mkdtemp(dir=copy.parent)) / "copy")


def _try(path: Path, mutant: Mutant) -> bool:
    return noticed(_copy, path, mutant.text, _held[answering_tests(path)], mutant.line)
