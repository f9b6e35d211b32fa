"""One evaluation from start to end: cases chosen, run, judged by the gate and kept for the next comparison."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.domain.errors import BadInput
from evals.case import Case, Split, distinct, read_cases
from evals.gate import floors, judge, unheard
from evals.held import binds, broken, held_cases
from evals.journal import Journal, fingerprint, keep, last_runs
from evals.metadata import metadata
from evals.model_judge import Tokens, judged_too
from evals.record import Run
from evals.run import Progress, offered, run_cases, sample
from evals.suites import NAMES, suite_named

if TYPE_CHECKING:
    from assistant.settings import Settings


@dataclass(frozen=True)
class Wish:
    """What is to be run. ``cases`` is a folder of an office's own case files, run instead of the shipped ones."""

    suites: tuple[str, ...] = ()
    split: Split | None = None
    limit: int | None = None
    cases: Path | None = None
    at_least: float | None = None
    jobs: int = 1
    resume: bool = False
    command: str = "claimwright eval"
    judge: str | None = None


def evaluate(wish: Wish, settings: Settings, progress: Progress | None = None) -> tuple[Run, tuple[Run, ...]]:
    """The run, and the kept earlier runs of the same kind, newest first."""
    suites = {name: suite_named(name) for name in (wish.suites or NAMES)}
    there = _own(wish) if wish.cases else offered(list(suites.values()), wish.split)
    cases = distinct(there[: wish.limit] if wish.cases else sample(there, wish.limit))
    suites |= {case.suite: suite_named(case.suite) for case in cases}
    notes = [
        f"{suite.name} was not run: its cases ({suite.home}) are kept in the repository, which this is not"
        for suite in suites.values()
        if suite.missing and not wish.cases
    ]
    about = metadata(wish.command, cases, settings, split=wish.split or "all", jobs=wish.jobs)
    seeds = {name: suite.seed for name, suite in suites.items() if suite.seed is not None}
    about = about.model_copy(update={"seed": seeds or None, "own": str(wish.cases) if wish.cases else None})
    folder = settings.home / "evals"
    journal = Journal(folder, fingerprint(about, cases))
    if not wish.resume:
        journal.forget()
    elif not any(journal.done()):
        notes.append("there was nothing to resume: no run of these cases was interrupted, all were run")
    started = time.perf_counter()
    results = run_cases(suites, cases, settings, jobs=wish.jobs, journal=journal, progress=progress)
    used = Tokens(sum(each.tokens[0] for each in results), sum(each.tokens[1] for each in results))
    if wish.judge:
        from assistant.models.load import load_chat_model

        results = tuple(judged_too(results, load_chat_model(wish.judge), used))
    spent = {"tokens_in": used.into, "tokens_out": used.out, "judge": wish.judge, "cost": _cost(used, settings)}
    about = about.model_copy(update={"seconds": round(time.perf_counter() - started, 1), **spent})
    verdict = judge(
        results,
        floors(wish.split),
        at_least=wish.at_least,
        notes=notes,
        broken=broken(results, held_cases()) if binds(about) and not wish.cases else (),
        whole=Counter(case.suite for case in there),
        undecided=unheard(results, about.model),
    )
    run = Run(metadata=about, results=results, verdict=verdict)
    earlier = last_runs(folder)
    keep(folder, run)
    journal.forget()
    return run, earlier


def _cost(used: Tokens, settings: Settings) -> Decimal | None:
    """US dollars by the prices of the settings; unknown where they are not set."""
    if not (settings.model_price_in or settings.model_price_out):
        return None
    return (used.into * settings.model_price_in + used.out * settings.model_price_out) / 1_000_000


def _own(wish: Wish) -> Sequence[Case]:
    """The cases of the office's own files, of the suites and the side wished for, each read by its suite."""
    assert wish.cases is not None
    if not wish.cases.exists():
        raise BadInput("no such file or folder of cases", where=str(wish.cases), fix="see `claimwright eval schema`")
    held = [_read(case, where) for case, where in read_cases(wish.cases)]
    if not held:
        fix = "put .yaml or .jsonl files there, see `claimwright eval schema`"
        raise BadInput("there is no case in it", where=str(wish.cases), fix=fix)
    found = [c for c in held if wish.split in (None, c.split) and (not wish.suites or c.suite in wish.suites)]
    if not found:
        there = ", ".join(sorted({f"{case.suite} ({case.split})" for case in held}))
        raise BadInput("no case of what was chosen", where=str(wish.cases), fix=f"it holds {there}")
    return found


def _read(case: Case, where: str) -> Case:
    """A case read by its suite, or a refusal that names the file too."""
    try:
        return suite_named(case.suite).read_own(case)
    except BadInput as error:
        place = f"{where}, {case.suite}/{case.id}"
        raise BadInput(error.message, where=place, fix=error.fix) from error
