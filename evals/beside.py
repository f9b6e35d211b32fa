"""The same cases with the embedded and with a hosted model: by suite and slice, who passes what, and by how much."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.domain.base import Frozen
from assistant.domain.errors import BadInput
from evals.bounds import mcnemar
from evals.evaluate import Wish, evaluate
from evals.record import Count, Judged, Run, Verdict, count, grouped

if TYPE_CHECKING:
    from assistant.settings import Settings
    from evals.run import Progress

#: The suites in which a hosted model is asked; what the others score is decided without one.
SUITES = ("answers", "safety", "drafts", "external_review")
#: Version of the JSON shape.
VERSION = 1


class Line(Frozen):
    """A suite, or with ``slice`` a part of it; ``only_*`` counts the cases that one of the two alone passes."""

    suite: str
    slice: str = ""
    embedded: Count
    hosted: Count
    only_embedded: int
    only_hosted: int
    p: float

    @property
    def difference(self) -> float | None:
        """Share that passes with the hosted model less that with the embedded one; ``None`` of nothing."""
        if self.embedded.share is None or self.hosted.share is None:
            return None
        return self.hosted.share - self.embedded.share


class Cost(Frozen):
    """What one side took; ``by_itself`` counts outcomes of the hosted model, ``told`` those that name a model."""

    seconds: float
    tokens_in: int = 0
    tokens_out: int = 0
    by_itself: int = 0
    told: int = 0
    stopped: int = 0


class Beside(Frozen):
    """Both runs with their table. Where the hosted model failed, the embedded one answered in its place."""

    version: int = VERSION
    command: str
    model: str
    lines: tuple[Line, ...]
    embedded_cost: Cost
    hosted_cost: Cost
    embedded: Run
    hosted: Run

    @property
    def passed(self) -> bool:
        """Whether both runs reach every floor."""
        return self.verdict.passed

    @property
    def verdict(self) -> Verdict:
        """The one verdict of both runs, for the text, every file and the exit code."""
        first, second = self.embedded.verdict, self.hosted.verdict
        below = tuple(f"embedded, {breach}" for breach in first.breaches)
        notes = (*below, *dict.fromkeys((*first.notes, *second.notes)))
        return Verdict(
            passed=first.passed and second.passed,
            breaches=second.breaches,
            notes=notes,
            broken=first.broken,
            sample=second.sample,
            undecided=second.undecided,
        )


def run_beside(wish: Wish, settings: Settings, progress: Progress | None = None) -> Beside:
    """Run the cases of the wish twice. Raises ``BadInput`` where no model is configured."""
    if not settings.model:
        raise BadInput(
            "no hosted model is configured, so there is nothing to stand beside the embedded one",
            where="eval beside",
            fix="set CLAIMWRIGHT_MODEL=provider:name or give --model",
        )
    wish = replace(wish, suites=wish.suites or SUITES)
    embedded, _ = evaluate(wish, settings.model_copy(update={"model": None}), progress)
    hosted, _ = evaluate(wish, settings, progress)
    return beside(embedded, hosted)


def beside(embedded: Run, hosted: Run) -> Beside:
    """The table of two runs over the same cases; a case that only one of them could score counts for neither."""
    second = {each.name: each for each in hosted.results if each.passed is not None}
    pairs = [(one, second[one.name]) for one in embedded.results if one.passed is not None and one.name in second]
    return Beside(
        command=hosted.metadata.command,
        model=hosted.metadata.model,
        lines=tuple(_lines(pairs)),
        embedded_cost=_cost(embedded),
        hosted_cost=_cost(hosted),
        embedded=embedded,
        hosted=hosted,
    )


def _lines(pairs: Sequence[tuple[Judged, Judged]]) -> Iterator[Line]:
    """One line a suite, followed by its slices, then one over everything."""
    other = {one.name: two for one, two in pairs}
    for suite, mine in grouped([one for one, _ in pairs], lambda each: each.case.suite).items():
        yield _line(suite, "", mine, other)
        for name, group in grouped(mine, lambda each: each.case.slice).items():
            yield _line(suite, name, group, other)
    yield _line("all", "", [one for one, _ in pairs], other)


def _line(suite: str, name: str, group: Sequence[Judged], other: dict[str, Judged]) -> Line:
    only_embedded = sum(bool(each.passed and not other[each.name].passed) for each in group)
    only_hosted = sum(bool(other[each.name].passed and not each.passed) for each in group)
    return Line(
        suite=suite,
        slice=name,
        embedded=count(group),
        hosted=count(other[each.name] for each in group),
        only_embedded=only_embedded,
        only_hosted=only_hosted,
        p=mcnemar(only_hosted, only_embedded),
    )


def _cost(run: Run) -> Cost:
    told = [each for each in run.results if each.by]
    return Cost(
        seconds=run.metadata.seconds,
        tokens_in=run.metadata.tokens_in,
        tokens_out=run.metadata.tokens_out,
        by_itself=sum(each.by == run.metadata.model for each in told),
        told=len(told),
        stopped=sum(bool(each.error) for each in run.results),
    )
