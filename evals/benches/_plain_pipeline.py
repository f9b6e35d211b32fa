"""The plain pipeline of every tutorial, to compare with: recursive splitting at 1,000 characters, four nearest."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant.domain.ports import Embedder
from evals.benches._search_cases import SearchCase

SIZE, OVERLAP, NEAREST = 1_000, 200, 4

_SEPARATORS = ("\n\n", "\n", " ", "")


class PlainPipeline:
    """Chunks of bare text in one heap, no metadata, no filter; the scan is exact, so no index blurs it."""

    def __init__(self, texts: Sequence[str], embedder: Embedder) -> None:
        self._embedder = embedder
        self._chunks = [chunk for text in texts for chunk in split(text)]
        self._vectors = embedder.embed(self._chunks)

    def finds(self, case: SearchCase) -> bool:
        """Whether the words stand in one of the nearest chunks; the payer, where given, is put into the question."""
        question = f"{case.payer}: {case.question}" if case.payer else case.question
        near = np.argsort(-(self._vectors @ self._embedder.embed([question])[0]))[:NEAREST]
        found = [any(place.words in self._chunks[row] for row in near) for place in case.places]
        return all(found) if case.every else any(found)


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
