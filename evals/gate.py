"""The gate: floors by suite and slice from ``floors.yaml``, and the one verdict that everything prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
    results: Sequence[Judged], held: Mapping[str, Floors], *, at_least: float | None = None, notes: Sequence[str] = ()
) -> Verdict:
    """Whether every suite and slice reaches its floor; ``at_least`` is one more floor for every suite.

    A suite in which nothing could be scored does not pass.
    """
    breaches = tuple(each for suite, mine in grouped(results, _suite).items() for each in _breaches(suite, mine, held))
    if at_least is not None:
        breaches += tuple(
            found
            for suite, mine in grouped(results, _suite).items()
            if (found := _breach(suite, "", mine, at_least)) is not None
        )
    empty = tuple(
        f"{suite}: none of {len(mine)} cases could be scored"
        for suite, mine in grouped(results, _suite).items()
        if not count(mine).of
    )
    if not results:
        empty = ("no case was run",)
    return Verdict(passed=not breaches and not empty, breaches=breaches, notes=(*empty, *notes))


def _breaches(suite: str, mine: Sequence[Judged], held: Mapping[str, Floors]) -> Iterator[Breach]:
    floor = held.get(suite)
    if floor is None:
        return
    if (found := _breach(suite, "", mine, floor.floor)) is not None:
        yield found
    for name, group in grouped(mine, lambda each: each.case.slice).items():
        own = floor.of(name)
        if own is not None and (found := _breach(suite, name, group, own)) is not None:
            yield found


def _breach(suite: str, name: str, group: Sequence[Judged], floor: float) -> Breach | None:
    counted = count(group)
    if counted.share is None or counted.share >= floor:
        return None
    return Breach(suite=suite, slice=name, floor=floor, share=counted.share, of=counted.of)


def _suite(each: Judged) -> str:
    return each.case.suite
