"""Examples that pull a message by its nearness: kernel ridge regression over meaning, words and telling words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Arrays = dict[str, NDArray[Any]]

#: How fast an example's pull fades with distance, and how much examples may err.
_FADE, _RIDGE = 0.6, 0.12
#: What telling words and shared words weigh beside the meaning.
_CUE, _SHARED = 0.5, 0.8
_WORD = re.compile(r"[a-z']+|\d+")


@dataclass(frozen=True)
class Pulls:
    """Weighed examples.

    ``dense`` holds the meaning and the telling words of each example, one a row; ``row``, ``place`` and ``shared``
    its words and pairs as a sparse matrix; ``weights`` what each example pulls, ``rules`` the rule of each.
    """

    dense: NDArray[np.float64]
    row: NDArray[np.int32]
    place: NDArray[np.int32]
    shared: NDArray[np.float64]
    weights: NDArray[np.float64]
    rules: tuple[str, ...]
    terms: Mapping[str, tuple[int, float]]
    cues: tuple[re.Pattern[str], ...]
    threshold: float
    lengths: NDArray[np.float64]

    @classmethod
    def of(cls, arrays: Arrays) -> Pulls:
        """The examples from the arrays that ``solve`` made."""
        rarity = arrays["rarity"].tolist()
        return cls(
            dense=arrays["dense"],
            row=arrays["row"],
            place=arrays["place"],
            shared=arrays["shared"],
            weights=arrays["weights"],
            rules=tuple(arrays["rules"].tolist()),
            terms={term: (at, rarity[at]) for at, term in enumerate(arrays["terms"].tolist())},
            cues=_compiled(arrays["cues"].tolist()),
            threshold=float(arrays["threshold"][0]),
            lengths=_lengths(arrays),
        )

    def nearness(self, vector: NDArray[np.float32], plain: str) -> NDArray[np.float64]:
        """How near a message is to each example, 1 for the same."""
        import numpy as np

        dense = np.concatenate((vector.astype(np.float64), _cues(plain, self.cues)))
        shared = np.zeros(len(self.terms))
        for at, weight in _terms(plain, self.terms).items():
            shared[at] = weight
        among = self.dense @ dense
        among += np.bincount(self.row, weights=self.shared * shared[self.place], minlength=len(among))
        return _faded(self.lengths + float(dense @ dense + shared @ shared) - 2 * among)

    def without_itself(self) -> list[float]:
        """The score that the other examples give each one."""
        import numpy as np

        full = np.zeros((len(self.dense), len(self.terms)))
        full[self.row, self.place] = self.shared
        rows = np.hstack((self.dense, full))
        inverse = np.linalg.inv(_kernel(rows))
        wanted = np.array([1.0 if rule else -1.0 for rule in self.rules])
        return [float(score) for score in wanted - self.weights / np.diag(inverse)]


def _lengths(arrays: Arrays) -> NDArray[np.float64]:
    """The squared length of each example."""
    import numpy as np

    lengths: NDArray[np.float64] = (arrays["dense"] ** 2).sum(axis=1)
    return lengths + np.bincount(arrays["row"], weights=arrays["shared"] ** 2, minlength=len(lengths))


def solve(
    texts: Sequence[str],
    rules: Sequence[str],
    cues: Sequence[str],
    threshold: float,
    vectors: NDArray[np.float32],
) -> Arrays:
    """Weigh the examples; ``vectors`` holds the meaning of each text, one a row."""
    import numpy as np

    patterns = _compiled(cues)
    known = _rarity(texts)
    told = [_terms(text, known) for text in texts]
    dense = np.hstack((vectors.astype(np.float64), np.array([_cues(text, patterns) for text in texts])))
    row = np.array([at for at, each in enumerate(told) for _ in each], dtype=np.int32)
    place = np.array([column for each in told for column in each], dtype=np.int32)
    shared = np.array([weight for each in told for weight in each.values()])
    full = np.zeros((len(texts), len(known)))
    full[row, place] = shared
    wanted = np.array([1.0 if rule else -1.0 for rule in rules])
    return {
        "dense": dense,
        "row": row,
        "place": place,
        "shared": shared,
        "weights": np.linalg.solve(_kernel(np.hstack((dense, full))), wanted),
        "rules": np.array(rules),
        "terms": np.array(list(known)),
        "rarity": np.array([weight for _, weight in known.values()]),
        "cues": np.array(cues),
        "threshold": np.array([threshold]),
    }


def _kernel(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    lengths = (rows**2).sum(axis=1)
    near: NDArray[np.float64] = _faded(lengths[:, None] + lengths[None, :] - 2 * rows @ rows.T)
    return near + _RIDGE * np.eye(len(rows))


def _faded(apart: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    near: NDArray[np.float64] = np.exp(-_FADE * np.maximum(apart, 0) / 2)
    return near


def _compiled(cues: Sequence[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(each, re.IGNORECASE) for each in cues)


def _cues(plain: str, cues: Sequence[re.Pattern[str]]) -> NDArray[np.float64]:
    """The telling words that stand in a text."""
    import numpy as np

    return np.array([_CUE if cue.search(plain) else 0.0 for cue in cues])


def _terms(plain: str, known: Mapping[str, tuple[int, float]]) -> dict[int, float]:
    """Words and pairs of a text by their place, weighed by how rare they are, of one length together."""
    found = dict(known[words] for words in sorted(_words(plain)) if words in known)
    length = sum(weight**2 for weight in found.values()) ** 0.5 or 1.0
    return {at: _SHARED * weight / length for at, weight in found.items()}


def _words(plain: str) -> set[str]:
    """Words and pairs of neighbors; figures are all alike."""
    words = ["#" if word.isdigit() else word for word in _WORD.findall(plain)]
    return {*words, *(f"{one} {two}" for one, two in pairwise(words))}


def _rarity(texts: Sequence[str]) -> dict[str, tuple[int, float]]:
    """Place and weight of every word and pair that two examples share."""
    counts = Counter(words for text in texts for words in _words(text))
    often = sorted(words for words, count in counts.items() if count > 1)
    return {words: (place, log(len(texts) / counts[words])) for place, words in enumerate(often)}
