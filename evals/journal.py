"""What an interrupted run has already done, and the last finished runs: kept in the home folder."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import ValidationError

from assistant.domain.base import Frozen
from assistant.domain.errors import BadInput
from evals.case import Case
from evals.record import Judged, Metadata, Run, as_json, count, grouped, read_run

#: How many finished runs are kept.
KEPT = 10


def fingerprint(metadata: Metadata, cases: Sequence[Case]) -> str:
    """What makes a finished case still true: the same cases, corpus, prompts, model and program."""
    parts = [metadata.corpus, metadata.prompts, metadata.model, metadata.embedder, metadata.version]
    parts += [metadata.commit or "", metadata.day, *(case.model_dump_json() for case in cases)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


class Journal:
    """One line a finished case."""

    def __init__(self, folder: Path, name: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / f"{name}.jsonl"

    def done(self) -> Iterator[Judged]:
        """The cases that were finished; a line that was cut off is not one of them."""
        if not self._path.exists():
            return
        for line in self._path.read_text(encoding="utf-8").splitlines():
            try:
                yield Judged.model_validate_json(line)
            except ValidationError:
                continue  # cut off by the interruption: the case is run again

    def add(self, judged: Judged) -> None:
        """Keep a finished case at once."""
        with self._path.open("a", encoding="utf-8") as stream:
            stream.write(judged.model_dump_json() + "\n")

    def forget(self) -> None:
        """Start anew."""
        self._path.unlink(missing_ok=True)


class Past(Frozen):
    """A finished run in short, for a list of the last ones; ``suites`` holds passed and scored cases by suite.

    ``own`` says whether they were an office's own cases, ``sample`` of how many a sample was taken.
    """

    started: str
    seconds: float
    command: str
    model: str
    commit: str = ""
    split: str = "all"
    own: bool = False
    sample: str = ""
    passed: bool
    undecided: str = ""
    suites: dict[str, tuple[int, int]]

    @property
    def total(self) -> tuple[int, int]:
        """Passed and scored cases of every suite."""
        return sum(each[0] for each in self.suites.values()), sum(each[1] for each in self.suites.values())


def keep(folder: Path, run: Run) -> Path:
    """Keep a finished run beside the last ones, whole and in short; the oldest goes."""
    folder.mkdir(parents=True, exist_ok=True)
    stamp = re.sub(r"\D", "", run.metadata.started)[:14]
    path = next(path for path in _names(folder, stamp) if not path.exists())
    path.write_text(as_json(run), encoding="utf-8")
    path.with_name(f"past-{path.name}").write_text(_past(run).model_dump_json(), encoding="utf-8")
    for old in sorted(folder.glob("run-*.json"))[:-KEPT]:
        old.unlink()
        old.with_name(f"past-{old.name}").unlink(missing_ok=True)
    return path


def _names(folder: Path, stamp: str) -> Iterator[Path]:
    """Two runs may start within one second."""
    return (folder / f"run-{stamp}{chr(96 + number) if number else ''}.json" for number in range(27))


def _past(run: Run) -> Past:
    counted = {suite: count(mine) for suite, mine in grouped(run.results, lambda each: each.case.suite).items()}
    about = run.metadata
    return Past(
        started=about.started,
        seconds=about.seconds,
        command=about.command,
        model=about.model,
        commit=(about.commit or "") + ("+" if about.changed else ""),
        split=about.split,
        own=about.own is not None,
        sample=run.verdict.sample,
        passed=run.verdict.passed,
        undecided=run.verdict.undecided,
        suites={suite: (each.passed, each.of) for suite, each in counted.items()},
    )


def past_runs(folder: Path) -> tuple[Past, ...]:
    """The finished runs that are kept, in short and newest first."""
    found = []
    for path in sorted(folder.glob("past-run-*.json"), reverse=True):
        try:
            found.append(Past.model_validate_json(path.read_bytes()))
        except (OSError, ValidationError):
            continue  # of another release, or removed meanwhile by a run that ended
    return tuple(found)


def last_runs(folder: Path) -> tuple[Run, ...]:
    """The finished runs that are kept and can still be read, newest first."""
    found = []
    for path in sorted(folder.glob("run-*.json"), reverse=True):
        try:
            found.append(read_run(path))
        except BadInput:
            continue  # of an earlier release: it has nothing to compare with
    return tuple(found)
