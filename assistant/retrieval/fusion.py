"""Put dense and lexical scores on one scale and add them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Weights of the two signals; they add up to one.
DENSE_WEIGHT = 0.4
LEXICAL_WEIGHT = 0.6

#: Each signal is scaled between the best and the worst of its own first so many.
DEPTH = 100


def scaled(scores: NDArray[np.float32], depth: int = DEPTH) -> NDArray[np.float32]:
    """Scores from 0 to 1: the best is 1, everything at or below the ``depth``-th best is 0.

    Scores that are all alike tell nothing and become 1 where they are positive, else 0.
    """
    import numpy as np

    if not len(scores):
        return scores
    best = float(scores.max())
    place = max(0, len(scores) - depth)
    floor = float(np.partition(scores, place)[place])
    if best - floor < 1e-9:
        same: NDArray[np.float32] = (scores > 0).astype(np.float32)
        return same
    spread: NDArray[np.float32] = np.clip((scores - floor) / (best - floor), 0.0, 1.0).astype(np.float32)
    return spread


def fused(dense: NDArray[np.float32], lexical: NDArray[np.float32]) -> NDArray[np.float32]:
    """The weighted sum of both signals, each scaled first."""
    return DENSE_WEIGHT * scaled(dense) + LEXICAL_WEIGHT * scaled(lexical)


def best(scores: NDArray[np.float32], count: int) -> list[int]:
    """Places of the highest scores, best first; equal scores keep their order."""
    import numpy as np

    if len(scores) <= count:
        return [int(place) for place in np.argsort(-scores, kind="stable")]
    threshold = np.partition(scores, len(scores) - count)[len(scores) - count]
    candidates = np.flatnonzero(scores >= threshold)
    order = candidates[np.argsort(-scores[candidates], kind="stable")]
    return [int(place) for place in order[:count]]
