"""Which passages may be searched at all: payers, plan and day, settled before anything is ranked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from assistant.retrieval.generation import Generation

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Scope:
    """``payers`` lists the only ones searched; a ``plan`` keeps its own passages and those of every plan.

    With ``any_day`` versions of every day are searched.
    """

    payers: tuple[str, ...]
    on: date
    plan: str | None = None
    any_day: bool = False


@dataclass(frozen=True, slots=True)
class Slice:
    """The rows of one generation that a scope leaves, all within ``spans``.

    ``places`` are the same rows counted within the spans put one after another.
    """

    generation: Generation
    spans: tuple[tuple[int, int], ...]
    rows: NDArray[np.int64]
    places: NDArray[np.int64]


def slices(generations: Sequence[Generation], scope: Scope) -> tuple[Slice, ...]:
    """The rows in scope, generation by generation; a payer's rows are neighbours, so whole spans are skipped."""
    return tuple(_slice(generation, scope) for generation in generations)


def _slice(generation: Generation, scope: Scope) -> Slice:
    import numpy as np

    spans = tuple(span for payer in sorted(scope.payers) if (span := generation.span_of(payer))[1] > span[0])
    nothing = np.zeros(0, dtype=np.int64)
    rows, places, passed = [nothing], [nothing], 0
    for first, last in spans:
        kept = _in_force(generation, (first, last), scope)
        rows.append(kept + first)
        places.append(kept + passed)
        passed += last - first
    return Slice(generation, spans, np.concatenate(rows), np.concatenate(places))


def _in_force(generation: Generation, span: tuple[int, int], scope: Scope) -> NDArray[np.int64]:
    """Places within the span of the passages in force."""
    import numpy as np

    first, last = span
    columns = generation.columns[first:last]
    day, plan = scope.on.toordinal(), scope.plan
    mask = np.ones(len(columns), dtype=np.bool_) if scope.any_day else (columns[:, 2] <= day) & (columns[:, 3] >= day)
    if plan is not None:
        number = generation.plans.index(plan) + 1 if plan in generation.plans else -1
        mask &= (columns[:, 1] == 0) | (columns[:, 1] == number)
    return np.flatnonzero(mask)
