"""The outcome as tables: for a reader as Markdown, for a machine as JSON."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import sqrt
from statistics import median
from typing import NamedTuple

from evals.planted.run import Outcome, Trial

_Z = 1.959964
_SHOWN = 12


class Rate(NamedTuple):
    """How many of how many, with the bounds that hold the true share in 95 of 100 such samples (Wilson)."""

    hits: int
    of: int

    @property
    def share(self) -> float:
        """The share that was seen."""
        return self.hits / self.of if self.of else 0.0

    @property
    def bounds(self) -> tuple[float, float]:
        """Lower and upper bound.

        >>> low, high = Rate(100, 100).bounds
        >>> round(low, 3), high
        (0.963, 1.0)
        """
        if not self.of:
            return 0.0, 1.0
        n, p = self.of, self.share
        middle = (p + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
        half = _Z * sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2)) / (1 + _Z**2 / n)
        return max(0.0, middle - half), 1.0 if self.hits == n else min(1.0, middle + half)

    def __str__(self) -> str:
        low, high = self.bounds
        return f"{self.hits} of {self.of} | {self.share:.1%} | {low:.1%} to {high:.1%}"


def rates(trials: Iterable[Trial], by: str = "kind") -> dict[str, Rate]:
    """Caught of all, by kind of error or by kind of draft."""
    found: dict[str, list[bool]] = defaultdict(list)
    for trial in trials:
        found[getattr(trial, by)].append(trial.caught)
    return {name: Rate(sum(caught), len(caught)) for name, caught in found.items()}


def markdown(command: str, main: Outcome, lists: Mapping[str, Outcome]) -> str:
    """The tables of a run. ``main`` plants with the list that the rules were improved with, ``lists`` with others."""
    return "\n".join(_lines(command, main, lists)) + "\n"


def _lines(command: str, main: Outcome, lists: Mapping[str, Outcome]) -> Iterator[str]:
    kinds = sorted({trial.draft for trial in main.edits})
    yield from ("# Planted errors", "", f"Made by `{command}`. All people, payers and numbers are invented.", "")
    yield f"{len(main.seconds)} drafts of {len({t.base for t in main.edits})} cases: {', '.join(kinds)}."
    yield f"{len(main.edits):,} letters edited by a person, {len(main.worded):,} statements worded by a model."
    yield ""
    yield from _table("A person's edit, by what was planted", rates(main.edits))
    yield from _table("A person's edit, by kind of draft", rates(main.edits, "draft"))
    yield from _table("A model's wording of a statement, by what was planted", rates(main.worded))
    for name, outcome in lists.items():
        yield from _table(f"Sentences of `{name}` added to a letter", rates(outcome.edits))
    fails = [trial for trial in main.twins if trial.kind == "fails"]
    holds = [trial for trial in main.twins if trial.kind == "holds"]
    if main.twins:
        yield from _table("Untrue short sentences of `twins.yaml`, found", rates(fails))
        yield from _table("Their true twins, blocked though the papers prove them", rates(holds))
    yield from _table("False alarms: errors on clean drafts", rates(main.clean, "draft"))
    yield from _table("False alarms: errors on harmless edits", rates(main.harmless))
    yield from ("## Time", "", "| what | median | 95th percentile |", "| --- | --- | --- |")
    yield f"| draft, embedded, warm | {_time(main.seconds)} |"
    yield f"| check of one edited letter | {_time(main.check_seconds)} |"
    yield ""
    yield from _missed("Missed", [t for t in (*main.edits, *main.worded) if not t.caught])
    for name, outcome in lists.items():
        yield from _missed(f"Missed of `{name}`", [t for t in outcome.edits if not t.caught])
    yield from _missed("Untrue twins that passed", [t for t in fails if not t.caught])
    yield from _missed("True twins that were blocked", [t for t in holds if t.caught])
    yield from _missed("False alarms", [t for t in (*main.harmless, *main.clean) if t.caught])


def _table(title: str, found: Mapping[str, Rate]) -> Iterator[str]:
    total = Rate(sum(rate.hits for rate in found.values()), sum(rate.of for rate in found.values()))
    yield from (f"## {title}", "", "| what | found | share | 95 % bounds |", "| --- | --- | --- | --- |")
    yield from (f"| {name} | {rate} |" for name, rate in found.items())
    yield from (f"| **all** | {total} |", "")


def _time(seconds: Sequence[float]) -> str:
    ordered = sorted(seconds) or [0.0]
    return f"{median(ordered):.3f} s | {ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]:.3f} s"


def _missed(title: str, trials: Sequence[Trial]) -> Iterator[str]:
    yield from (f"## {title}: {len(trials)}", "")
    for trial in trials[:_SHOWN]:
        shown = " ".join(trial.text.split()).replace("|", "/")
        yield f"- {trial.draft}, {trial.base}, {trial.kind}: {shown[:260]}"
    if len(trials) > _SHOWN:
        yield f"- and {len(trials) - _SHOWN} more"
    yield ""


def as_json(command: str, main: Outcome, lists: Mapping[str, Outcome]) -> str:
    """The same rates for a machine."""
    content = {
        "command": command,
        "drafts": len(main.seconds),
        "edits": _counts(main.edits),
        "worded": _counts(main.worded),
        "lists": {name: _counts(outcome.edits) for name, outcome in lists.items()},
        "clean": _counts(main.clean),
        "harmless": _counts(main.harmless),
        "twins": _counts(main.twins),
        "draft_seconds_median": round(median(main.seconds), 3) if main.seconds else None,
    }
    return json.dumps(content, indent=1) + "\n"


def _counts(trials: Sequence[Trial]) -> dict[str, list[int]]:
    return {name: [rate.hits, rate.of] for name, rate in rates(trials).items()}
