"""The plain pipeline of every tutorial, to compare with: recursive splitting at 1,000 characters, four nearest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.domain.ports import Embedder
from evals.benches._search_cases import Place, Score, SearchCase, score_ranks

SIZE, OVERLAP, NEAREST = 1_000, 200, 4

_SEPARATORS = ("\n\n", "\n", " ", "")


@dataclass(frozen=True, slots=True)
class _Chunk:
    document: str
    text: str


class PlainPipeline:
    """Chunks of bare text in one heap, no metadata, no filter; the scan is exact, so no index blurs it.

    ``texts`` is the read text of every document by its id.
    """

    def __init__(self, texts: Mapping[str, str], embedder: Embedder) -> None:
        self._embedder = embedder
        self._chunks = [_Chunk(name, chunk) for name, text in texts.items() for chunk in split(text)]
        self._vectors = embedder.embed([chunk.text for chunk in self._chunks])

    def score(self, case: SearchCase) -> tuple[Score | None, float, bool]:
        """Scores of the question, the nearest cosine, and whether every needed place is in the four nearest.

        The payer, where given, is put into the question.
        """
        question = f"{case.payer}: {case.question}" if case.payer else case.question
        cosines = self._vectors @ self._embedder.embed([question])[0]
        near = [self._chunks[row] for row in np.argsort(-cosines)[:10]]
        ranks = [_rank(place, near) for place in case.places]
        inside = [rank <= NEAREST for rank in ranks]
        return (
            score_ranks(case, ranks) if case.places else None,
            float(cosines.max()),
            (all(inside) if case.every else any(inside)),
        )


def _rank(place: Place, near: Sequence[_Chunk]) -> float:
    """The rank of the first chunk of the right document with the words, blanks apart."""
    words = " ".join(place.words.split())
    for number, chunk in enumerate(near, start=1):
        if chunk.document == place.document and words in " ".join(chunk.text.split()):
            return number
    return float("inf")


def split(text: str, separators: Sequence[str] = _SEPARATORS) -> list[str]:
    """Pieces of at most ``SIZE`` characters at the coarsest fitting separator, each repeating the last one's end."""
    if len(text) <= SIZE:
        return [text] if text.strip() else []
    separator, *finer = separators
    if not separator:
        return [text[start : start + SIZE] for start in range(0, len(text), SIZE - OVERLAP)]
    chunks: list[str] = []
    current: list[str] = []
    for part in text.split(separator):
        if len(part) > SIZE:
            chunks += [separator.join(current)] if current else []
            chunks += split(part, finer)
            current = []
            continue
        if current and len(separator.join([*current, part])) > SIZE:
            chunks.append(separator.join(current))
            while current and len(separator.join([*current, part])) > OVERLAP + len(part):
                current.pop(0)
        current.append(part)
    return [chunk for chunk in [*chunks, separator.join(current)] if chunk.strip()]
