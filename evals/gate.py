"""The gate: floors by suite and slice from ``floors.yaml``, and the one verdict that everything prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any

import yaml
from pydantic import Field

from assistant.domain.base import Frozen
from evals.record import Breach, Judged, Verdict, count, grouped


class Floors(Frozen):
    """The least share of passing cases of a suite and of its slices; ``zero_tolerance`` slices have to be perfect.

    ``test_side`` has other floors for a run of that side alone, which what was tuned on does not lift.
    """

    floor: float = Field(ge=0, le=1)
    slices: dict[str, float] = Field(default_factory=dict)
    zero_tolerance: tuple[str, ...] = ()
    test_side: Floors | None = None

    def of(self, name: str) -> float | None:
        """The floor of a slice; ``None`` where it has none of its own."""
        return 1.0 if name in self.zero_tolerance else self.slices.get(name)


def floors(side: str | None = None) -> dict[str, Floors]:
    """The shipped floors by suite, for a run of one ``side`` of the split or of both."""
    loaded: dict[str, Any] = yaml.safe_load(files("evals").joinpath("floors.yaml").read_text(encoding="utf-8"))
    held = {suite: Floors.model_validate(row) for suite, row in loaded["suites"].items()}
    return {suite: each.test_side or each if side == "test" else each for suite, each in held.items()}


def judge(
    results: Sequence[Judged],
    held: Mapping[str, Floors],
    *,
    at_least: float | None = None,
    notes: Sequence[str] = (),
    broken: Iterable[str] = (),
    whole: Mapping[str, int] | None = None,
    undecided: str = "",
) -> Verdict:
    """Whether every suite and slice reaches its floor; ``at_least`` is one more floor for every suite.

    A suite in which nothing could be scored does not pass, nor does a run with ``broken`` held cases. ``whole`` says
    how many cases a suite has: of a sample a floor is missed only where the upper bound of the share lies below it,
    which ``at_least`` and a floor of 100 % do not grant.
    """
    sampled = {suite for suite, mine in grouped(results, _suite).items() if len(mine) < (whole or {}).get(suite, 0)}
    breaches = tuple(
        each
        for suite, mine in grouped(results, _suite).items()
        for each in _breaches(suite, mine, held, suite in sampled)
    )
    if at_least is not None:
        breaches += tuple(
            found
            for suite, mine in grouped(results, _suite).items()
            if (found := _breach(suite, "", mine, at_least, sample=False)) is not None
        )
    empty = tuple(
        f"{suite}: none of {len(mine)} cases could be scored"
        for suite, mine in grouped(results, _suite).items()
        if not count(mine).of
    )
    if not results:
        empty = ("no case was run",)
    fallen = tuple(broken)
    return Verdict(
        passed=not (breaches or empty or fallen or undecided),
        breaches=breaches,
        notes=(*empty, *notes),
        broken=fallen,
        sample=f"{len(results):,} of {sum((whole or {}).values()):,} cases" if sampled else "",
        undecided=undecided,
    )


def unheard(results: Sequence[Judged], model: str) -> str:
    """Why nothing can be said of a hosted model: it answered less than half of what it was asked; else nothing."""
    asked = [each.by for each in results if each.by not in ("", "rules")]
    itself = asked.count(model)
    if not asked or 2 * itself >= len(asked):
        return ""
    return f"{model} answered {itself} of {len(asked)} itself, less than half; the embedded model answered in its place"


def _breaches(suite: str, mine: Sequence[Judged], held: Mapping[str, Floors], sample: bool) -> Iterator[Breach]:
    floor = held.get(suite)
    if floor is None:
        return
    if (found := _breach(suite, "", mine, floor.floor, sample)) is not None:
        yield found
    for name, group in grouped(mine, lambda each: each.case.slice).items():
        own = floor.of(name)
        if own is not None and (found := _breach(suite, name, group, own, sample)) is not None:
            yield found


def _breach(suite: str, name: str, group: Sequence[Judged], floor: float, sample: bool) -> Breach | None:
    counted = count(group)
    if counted.share is None or (counted.bounds[1] if sample and floor < 1 else counted.share) >= floor:
        return None
    return Breach(suite=suite, slice=name, floor=floor, share=counted.share, of=counted.of)


def _suite(each: Judged) -> str:
    return each.case.suite
