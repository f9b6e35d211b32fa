"""What is kept of a run: every case with its scores, and what it was run with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from assistant.domain.base import Frozen
from assistant.domain.errors import BadInput
from evals.answers import interval
from evals.case import Case
from evals.score import Score

#: Version of the JSON shape of a run.
VERSION = 1


class Judged(Frozen):
    """A case, what came out of it by which model, and what that was worth. ``error`` is what stopped the task."""

    case: Case
    question: str = ""
    text: str = ""
    tools: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    scores: tuple[Score, ...] = ()
    error: str = ""
    seconds: float = 0.0
    tokens: tuple[int, int] = (0, 0)
    by: str = ""

    @property
    def name(self) -> str:
        """Suite and id."""
        return f"{self.case.suite}/{self.case.id}"

    @property
    def passed(self) -> bool | None:
        """Whether every score that could be given is 1; ``None`` where none could be."""
        if self.error:
            return False
        given = [score.value for score in self.scores if score.value is not None and score.counts]
        return all(value >= 1 for value in given) if given else None

    @property
    def failures(self) -> tuple[str, ...]:
        """What was not as expected, in words."""
        low = tuple(f"{s.name}: {s.why}" for s in self.scores if s.value is not None and s.value < 1 and s.counts)
        return (self.error, *low) if self.error else low


class Metadata(Frozen):
    """What a run was made with. A commit is known in a checkout only, a cost (US dollars) where the prices are set.

    ``own`` is the file or folder of an office's own cases, where those were run.
    """

    command: str
    started: str
    seconds: float = 0.0
    commit: str | None = None
    changed: bool | None = None
    corpus: str = ""
    prompts: str = ""
    cases: str = ""
    model: str = ""
    embedder: str = ""
    version: str = ""
    day: str = ""
    split: str = "all"
    own: str | None = None
    seed: dict[str, int] | None = None
    jobs: int = 1
    tokens_in: int = 0
    tokens_out: int = 0
    cost: Decimal | None = None
    judge: str | None = None


class Count(Frozen):
    """So many passed of so many that were scored, with the bounds that hold the true share (Wilson, 95 %)."""

    passed: int
    of: int
    unscored: int = 0

    @property
    def share(self) -> float | None:
        """The share that passed; ``None`` of nothing."""
        return self.passed / self.of if self.of else None

    @property
    def bounds(self) -> tuple[float, float]:
        """Lower and upper bound of the share."""
        return interval(self.passed, self.of)


class Breach(Frozen):
    """A floor that was not reached."""

    suite: str
    slice: str
    floor: float
    share: float
    of: int

    def __str__(self) -> str:
        place = f"{self.suite}/{self.slice}" if self.slice else self.suite
        return f"{place}: {self.share:.1%} of {self.of} is below the floor of {self.floor:.1%}"


class Verdict(Frozen):
    """The one verdict: the text, every file and the exit code say this.

    ``broken`` are held cases that do not pass, ``sample`` tells of which part of the cases this is, and ``undecided``
    why there can be no verdict, which is no pass.
    """

    passed: bool
    breaches: tuple[Breach, ...] = ()
    notes: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    sample: str = ""
    undecided: str = ""


class Run(Frozen):
    """Everything of one evaluation."""

    version: int = VERSION
    metadata: Metadata
    results: tuple[Judged, ...]
    verdict: Verdict = Field(default=Verdict(passed=True))

    def suites(self) -> tuple[str, ...]:
        """The suites that were run, in order."""
        return tuple(dict.fromkeys(each.case.suite for each in self.results))


def count(results: Iterable[Judged]) -> Count:
    """How many passed."""
    told = [each.passed for each in results]
    scored = [each for each in told if each is not None]
    return Count(passed=sum(scored), of=len(scored), unscored=len(told) - len(scored))


def grouped(results: Sequence[Judged], key: Callable[[Judged], str]) -> dict[str, list[Judged]]:
    """The results by what ``key`` says of them, in the order of appearance."""
    groups: dict[str, list[Judged]] = {}
    for each in results:
        groups.setdefault(key(each), []).append(each)
    return groups


def read_run(path: Path) -> Run:
    """A run from its JSON file. Raises ``BadInput`` for anything else."""
    try:
        return Run.model_validate_json(path.read_bytes())
    except (OSError, ValidationError, ValueError) as error:
        raise BadInput("not a run of `claimwright eval`", where=str(path), fix="give an -o out.json") from error


def as_json(run: Run) -> str:
    """The run for a machine, with its counts by suite and slice."""
    content: dict[str, Any] = run.model_dump(mode="json")
    return _dumped(content)


def _dumped(content: dict[str, Any]) -> str:
    import json

    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
