"""BM25 over whole collections of passages, in plain arrays that are mapped, not loaded."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log
from pathlib import Path
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

from assistant.retrieval.tokens import stems

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Saturation of repeated terms and weight of length; passages are all short, so length tells little.
K1 = 0.9
B = 0.4

#: Words shorter than this have too many neighbours to be corrected.
_LONG_ENOUGH = 5

_PREFIX = "lexical-"


def write_lexical(folder: Path, passages: Iterable[Sequence[str]]) -> None:
    """Write the postings of tokenised passages; row numbers follow the order given."""
    import numpy as np

    rows: dict[str, array[int]] = {}
    counts: dict[str, array[float]] = {}
    lengths = []
    for row, words in enumerate(passages):
        lengths.append(len(words))
        for term, count in Counter(words).items():
            rows.setdefault(term, array("i")).append(row)
            counts.setdefault(term, array("f")).append(count)
    terms = sorted(rows)
    starts = np.zeros(len(terms) + 1, dtype=np.int64)
    starts[1:] = np.cumsum([len(rows[term]) for term in terms])
    (folder / f"{_PREFIX}terms.txt").write_text("\n".join(terms), encoding="utf-8")
    np.save(folder / f"{_PREFIX}starts.npy", starts)
    np.save(folder / f"{_PREFIX}rows.npy", _joined([rows[term] for term in terms], "i4"))
    np.save(folder / f"{_PREFIX}counts.npy", _joined([counts[term] for term in terms], "f4"))
    np.save(folder / f"{_PREFIX}lengths.npy", np.array(lengths, dtype=np.float32))


def _joined(parts: Sequence[array[Any]], kind: str) -> NDArray[Any]:
    import numpy as np

    return np.frombuffer(b"".join(part.tobytes() for part in parts), dtype=kind)


class LexicalIndex:
    """The postings of one collection. Several collections are scored alike by sharing ``Weights``."""

    def __init__(self, folder: Path) -> None:
        import numpy as np

        words = (folder / f"{_PREFIX}terms.txt").read_text(encoding="utf-8")
        self.terms = words.split("\n") if words else []
        self._starts = np.load(folder / f"{_PREFIX}starts.npy")
        self._rows = np.load(folder / f"{_PREFIX}rows.npy", mmap_mode="r")
        self._counts = np.load(folder / f"{_PREFIX}counts.npy", mmap_mode="r")
        self.lengths: NDArray[np.float32] = np.load(folder / f"{_PREFIX}lengths.npy")

    def frequency(self, term: str) -> int:
        """In how many passages the term stands."""
        place = self._place(term)
        return 0 if place is None else int(self._starts[place + 1] - self._starts[place])

    def stands_within(self, term: str, span: tuple[int, int]) -> bool:
        """Whether a passage in these rows holds the term."""
        place = self._place(term)
        if place is None:
            return False
        held = self._rows[int(self._starts[place]) : int(self._starts[place + 1])]
        return bool(held.searchsorted(span[0]) < held.searchsorted(span[1]))

    def score(
        self, terms: Mapping[str, float], mean_length: float, spans: Sequence[tuple[int, int]] | None = None
    ) -> NDArray[np.float32]:
        """BM25 score of every passage in the spans (default all), span after span.

        ``terms`` maps a term to its weight, idf included. Postings outside the spans are not touched.
        """
        import numpy as np

        spans = [(0, len(self.lengths))] if spans is None else spans
        damping = [K1 * (1 - B + B * self.lengths[first:last] / mean_length) for first, last in spans]
        scores = [np.zeros(last - first, dtype=np.float32) for first, last in spans]
        for term, weight in terms.items():
            place = self._place(term)
            if place is None:
                continue
            start, end = int(self._starts[place]), int(self._starts[place + 1])
            held = self._rows[start:end]
            for number, (first, last) in enumerate(spans):
                low, high = held.searchsorted(first), held.searchsorted(last)
                rows, counts = held[low:high] - first, self._counts[start + low : start + high]
                scores[number][rows] += weight * (K1 + 1) * counts / (counts + damping[number][rows])
        return np.concatenate(scores) if scores else np.zeros(0, dtype=np.float32)

    def _place(self, term: str) -> int | None:
        place = bisect_left(self.terms, term)
        return place if place < len(self.terms) and self.terms[place] == term else None


class CorpusStatistics:
    """Document frequencies over several collections, so that their scores can be compared."""

    def __init__(self, indexes: Sequence[LexicalIndex]) -> None:
        self._indexes = indexes
        self.passages = sum(len(index.lengths) for index in indexes)
        total = sum(float(index.lengths.sum()) for index in indexes)
        self.mean_length = total / self.passages if self.passages and total else 1.0

    def idf(self, term: str) -> float:
        """How much a term tells; a term of no passage tells most."""
        frequency = sum(index.frequency(term) for index in self._indexes)
        return log(1 + (self.passages - frequency + 0.5) / (frequency + 0.5))

    def known(self, term: str) -> bool:
        """Whether any passage holds the term."""
        return any(index.frequency(term) for index in self._indexes)

    def meant(self, word: str) -> str | None:
        """The known term that an unknown word of five letters or more is one slip of the keyboard away from.

        Of several the one in most passages is taken; the first letter must agree.
        """
        if len(word) < _LONG_ENOUGH or not word.isalpha() or self.known(stems([word])[0]):
            return None
        close = {term: sum(index.frequency(term) for index in self._indexes) for term in set(stems(_slips(word)))}
        return max(sorted(close), key=lambda term: close[term]) if any(close.values()) else None


def _slips(word: str) -> list[str]:
    """Every word that is one letter too many, too few or another, or two letters changed about, away."""
    found = []
    for place in range(1, len(word) + 1):
        head, tail = word[:place], word[place:]
        found += [head + letter + tail for letter in ascii_lowercase]
        if tail:
            found += [head + tail[1:], *(head + letter + tail[1:] for letter in ascii_lowercase)]
        if len(tail) > 1:
            found.append(head + tail[1] + tail[0] + tail[2:])
    return found
