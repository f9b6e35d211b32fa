"""Unknown inputs as two ends each: the same estimate is run for every combination."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import TypeVar

from assistant.domain.estimate import Gap

T = TypeVar("T")
R = TypeVar("R")

#: With more unknowns than this, all unknowns of one kind move together.
MOST_UNKNOWNS = 8


class Scenario:
    """One end chosen for every unknown; ``gaps`` collects what was asked for, by key.

    A key is ``kind:detail``; kinds move together when there are too many unknowns.
    """

    def __init__(self, high: frozenset[str] = frozenset()) -> None:
        self._high = high
        self.gaps: dict[str, Gap] = {}

    def pick(self, key: str, low: T, high: T, gap: Gap) -> T:
        """``low`` or ``high`` for an unknown input; ``gap`` names what would settle it."""
        self.gaps[key] = gap
        return high if key in self._high or key.partition(":")[0] in self._high else low

    def is_high(self, key: str, gap: Gap) -> bool:
        """Whether the unknown stands at its high end."""
        return self.pick(key, False, True, gap)


def every_outcome(run: Callable[[Scenario], R]) -> tuple[list[R], dict[str, Gap]]:
    """The outcomes of ``run`` over the ends of all unknowns, and every gap met on the way."""
    gaps: dict[str, Gap] = {}
    outcomes: list[R] = []
    seen: set[frozenset[str]] = set()
    while True:
        known = len(gaps)
        for high in _ends(gaps):
            if high in seen:
                continue
            seen.add(high)
            scenario = Scenario(high)
            outcomes.append(run(scenario))
            gaps.update(scenario.gaps)
        if len(gaps) == known:
            return outcomes, gaps


def _ends(gaps: dict[str, Gap]) -> Iterator[frozenset[str]]:
    keys = sorted(gaps)
    if len(keys) > MOST_UNKNOWNS:
        keys = sorted({key.partition(":")[0] for key in gaps})
    for choice in product((False, True), repeat=len(keys)):
        yield frozenset(key for key, high in zip(keys, choice, strict=True) if high)
