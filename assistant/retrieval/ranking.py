"""Rank the passages in scope for a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING

from assistant.domain.policy import GENERAL
from assistant.retrieval.dense import DenseIndex
from assistant.retrieval.fusion import best, fused
from assistant.retrieval.generation import Generation
from assistant.retrieval.lexical import CorpusStatistics
from assistant.retrieval.question import Query
from assistant.retrieval.scope import Scope, Slice, slices

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: What being the named payer's own document adds to a score between 0 and 1. Own and general documents are
#: scaled apart, so the payer's nearest rule stands before the nearest general guide, which speaks where it is silent.
PAYER_BOOST = 0.4

#: What being of the named plan adds.
PLAN_BOOST = 0.05


@dataclass(frozen=True, slots=True)
class Ranked:
    """One row with its score and the parts of it."""

    generation: Generation
    row: int
    score: float
    signals: dict[str, float]


@dataclass(slots=True)
class Ranking:
    """The best rows, how many were in scope, who answered the dense half, and where the time went."""

    rows: list[Ranked]
    searched: int = 0
    dense_by: str = "exact"
    milliseconds: dict[str, float] = field(default_factory=dict)


def rank(
    generations: Sequence[Generation],
    statistics: CorpusStatistics,
    dense_index: DenseIndex,
    query: Query,
    vector: NDArray[np.float32],
    scope: Scope,
    count: int,
) -> Ranking:
    """The best ``count`` rows in scope; ``vector`` is the embedded ``query.dense_text``."""
    import numpy as np

    parts = tuple(part for part in slices(generations, scope) if len(part.rows))
    if not parts:
        return Ranking([])
    started = perf_counter()
    terms = {term: weight * statistics.idf(term) for term, weight in query.weights.items()}
    words = [part.generation.lexical.score(terms, statistics.mean_length, part.spans)[part.places] for part in parts]
    counted = perf_counter()
    answers = [dense_index.scores(part, vector, worded) for part, worded in zip(parts, words, strict=True)]
    scanned = perf_counter()
    lexical = np.concatenate(words)
    dense = np.concatenate([found for found, _ in answers])
    boost = np.concatenate([_boosts(part, scope) for part in parts])
    scores = _fused_apart(dense, lexical, np.concatenate([_is_general(part) for part in parts])) + boost
    places = best(scores, count)
    owners = _owners(parts, places)
    rows = [
        Ranked(
            part.generation,
            row,
            float(scores[place]),
            {"dense": float(dense[place]), "lexical": float(lexical[place]), "boost": float(boost[place])},
        )
        for place, (part, row) in zip(places, owners, strict=True)
    ]
    ended = perf_counter()
    milliseconds = {
        "lexical": 1000 * (counted - started),
        "dense": 1000 * (scanned - counted),
        "fuse": 1000 * (ended - scanned),
    }
    return Ranking(rows, len(scores), "; ".join(dict.fromkeys(way for _, way in answers)), milliseconds)


def _fused_apart(
    dense: NDArray[np.float32], lexical: NDArray[np.float32], general: NDArray[np.bool_]
) -> NDArray[np.float32]:
    """Both signals fused, own and general documents each on a scale of their own."""
    if general.all() or not general.any():
        return fused(dense, lexical)
    scores = dense.copy()
    for chosen in (general, ~general):
        scores[chosen] = fused(dense[chosen], lexical[chosen])
    return scores


def _is_general(part: Slice) -> NDArray[np.bool_]:
    import numpy as np

    payers = part.generation.payers
    number = payers.index(GENERAL) if GENERAL in payers else -1
    found: NDArray[np.bool_] = np.asarray(part.generation.columns[part.rows, 0] == number)
    return found


def _boosts(part: Slice, scope: Scope) -> NDArray[np.float32]:
    import numpy as np

    named = any(payer != GENERAL for payer in scope.payers)
    boosts = np.where(_is_general(part), 0.0, PAYER_BOOST if named else 0.0)
    if scope.plan is not None and scope.plan in part.generation.plans:
        number = part.generation.plans.index(scope.plan) + 1
        boosts += np.where(part.generation.columns[part.rows, 1] == number, PLAN_BOOST, 0.0)
    return boosts.astype(np.float32)


def _owners(parts: Sequence[Slice], places: Sequence[int]) -> list[tuple[Slice, int]]:
    """Which part and row each place of the joined arrays stands for."""
    owners = []
    for place in places:
        rest = place
        for part in parts:
            if rest < len(part.rows):
                owners.append((part, int(part.rows[rest])))
                break
            rest -= len(part.rows)
    return owners
