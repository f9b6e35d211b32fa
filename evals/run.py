"""Runs cases: in this process or in several, each finished one kept at once so that a stopped run goes on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from typing import TYPE_CHECKING

from assistant.domain.errors import ClaimwrightError
from evals.case import Case, Split
from evals.children import end_with_parent
from evals.journal import Journal
from evals.record import Judged
from evals.score import Outcome
from evals.suite import Suite
from evals.task import Workbench

if TYPE_CHECKING:
    from assistant.settings import Settings

#: How many cases a process is given at once.
_CHUNK = 8
#: What a task may stop with without stopping the run; it is the case that failed.
_STOPPED = (
    ClaimwrightError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    OSError,
    TypeError,
    ValueError,
)

Progress = Callable[[int, int, str], None]
_bench: Workbench | None = None


def chosen(suites: Sequence[Suite], *, split: Split | None = None, limit: int | None = None) -> tuple[Case, ...]:
    """The cases of these suites on one side of the split; ``limit`` takes as many of each suite, evenly spread."""
    return sample(offered(suites, split), limit)


def offered(suites: Sequence[Suite], split: Split | None) -> tuple[Case, ...]:
    """All the cases of these suites on one side of the split."""
    return tuple(c for suite in suites if not suite.missing for c in suite.cases() if split in (None, c.split))


def sample(cases: Sequence[Case], limit: int | None) -> tuple[Case, ...]:
    """So many of each suite, evenly spread."""
    suites: dict[str, list[Case]] = {}
    for case in cases:
        suites.setdefault(case.suite, []).append(case)
    cut = (mine if limit is None or len(mine) <= limit else spread(mine, limit) for mine in suites.values())
    return tuple(case for mine in cut for case in mine)


def spread(cases: Sequence[Case], limit: int) -> list[Case]:
    """So many cases evenly from first to last, so that every slice is met.

    >>> spread(list(range(10)), 3)
    [0, 3, 6]
    """
    return [cases[number * len(cases) // limit] for number in range(limit)]


def judge_case(bench: Workbench, suite: Suite, case: Case) -> Judged:
    """Run and score one case."""
    started = time.perf_counter()
    try:
        outcome, error = suite.task(bench, case), ""
    except _STOPPED as stopped:
        outcome, error = Outcome(), f"stopped with {type(stopped).__name__}: {stopped}"[:600]
    seconds = time.perf_counter() - started
    return Judged(
        case=case,
        question=outcome.question,
        text=outcome.text,
        tools=outcome.tools,
        evidence=outcome.evidence,
        scores=() if error else tuple(scorer(case, outcome) for scorer in suite.scorers),
        error=error,
        seconds=round(seconds, 4),
        tokens=outcome.tokens,
        by=outcome.by,
    )


def run_cases(
    suites: Mapping[str, Suite],
    cases: Sequence[Case],
    settings: Settings,
    *,
    jobs: int = 1,
    journal: Journal | None = None,
    progress: Progress | None = None,
) -> tuple[Judged, ...]:
    """Every case judged, in the order given; what the journal holds is not run again."""
    held = {each.name: each for each in (journal.done() if journal else ())}
    waiting = [case for case in cases if f"{case.suite}/{case.id}" not in held]
    done = len(cases) - len(waiting)
    results = _parallel(waiting, settings, jobs) if jobs > 1 else _serial(suites, waiting, settings)
    for judged in results:
        held[judged.name] = judged
        if journal:
            journal.add(judged)
        done += 1
        if progress:
            progress(done, len(cases), judged.case.suite)
    return tuple(held[f"{case.suite}/{case.id}"] for case in cases)


def _serial(suites: Mapping[str, Suite], cases: Sequence[Case], settings: Settings) -> Iterator[Judged]:
    bench = Workbench(settings)
    try:
        for case in cases:
            yield judge_case(bench, suites[case.suite], case)
    finally:
        bench.close()


def _parallel(cases: Sequence[Case], settings: Settings, jobs: int) -> Iterator[Judged]:
    chunks = [cases[at : at + _CHUNK] for at in range(0, len(cases), _CHUNK)]
    context = get_context("spawn")  # a forked process would share open indexes and threads
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_start, initargs=(settings,)) as pool:
        for future in as_completed([pool.submit(_chunk, chunk) for chunk in chunks]):
            yield from future.result()


def _start(settings: Settings) -> None:
    global _bench
    end_with_parent()
    _bench = Workbench(settings)


def _chunk(cases: Sequence[Case]) -> list[Judged]:
    from evals.suites import suite_named

    assert _bench is not None
    return [judge_case(_bench, suite_named(case.suite), case) for case in cases]
