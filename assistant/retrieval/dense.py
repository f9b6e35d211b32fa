"""Nearness of meaning: the exact scan over the ledger's vectors, and Chroma where that is faster."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.retrieval.scope import Slice

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def exact_scores(part: Slice, query: NDArray[np.float32]) -> NDArray[np.float32]:
    """Cosine of the query with every row in scope, in the order of ``part.rows``.

    Payers' rows are neighbours, so each span is one product over mapped memory without a copy.
    """
    import numpy as np

    if not len(part.rows):
        return np.zeros(0, dtype=np.float32)
    scores = [part.generation.vectors[first:last] @ query for first, last in part.spans]
    starts = np.cumsum([0, *(last - first for first, last in part.spans)])
    picked = []
    for number, (first, last) in enumerate(part.spans):
        inside = part.rows[(part.rows >= first) & (part.rows < last)]
        picked.append(inside - first + starts[number])
    everything: NDArray[np.float32] = np.concatenate(scores)[np.concatenate(picked)]
    return everything
