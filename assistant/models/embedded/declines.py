"""Whether a message asks for something that is declined: told by its nearness to examples of both kinds.

Patterns alone know only wordings that were thought of. Here each example, lawful or not, pulls by its nearness (kernel
ridge regression, solved in closed form). Near is what lies near in meaning, shares words and pairs of words, and shares
the telling words of a purpose ("so they pay") or an untruth ("though we did not"). Examples, telling words and the
threshold are data in ``corpus/tables/refusal_examples.yaml``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from math import log
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.models.embedded.kept_vectors import KeptVectors
from assistant.models.embedded.lexicon import intents
from assistant.recognise.normalise import normalise
from assistant.tables.source import document

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.domain.ports import Embedder

#: How fast an example's pull fades with distance, and how much examples may err.
_FADE, _RIDGE = 0.6, 0.12
#: What telling words and shared words weigh beside the meaning.
_CUE, _SHARED = 0.5, 0.8
_WORD = re.compile(r"[a-z']+|\d+")
#: How many of the nearest examples name the rule.
_NEAREST = 40


@dataclass(frozen=True)
class Examples:
    """The table: texts, the rule of each (``""`` is harmless), patterns of telling words, and the threshold."""

    texts: tuple[str, ...]
    rules: tuple[str, ...]
    cues: tuple[re.Pattern[str], ...]
    threshold: float


@cache
def examples() -> Examples:
    """Every example; what people ask of the tools is harmless too."""
    content = document("refusal_examples.yaml")
    assert isinstance(content, dict)
    told = [(str(text), str(rule)) for rule, texts in content["declined"].items() for text in texts]
    told += [(str(text), "") for text in content["harmless"]]
    told += [(text, "") for intent in intents() for text in intent.examples]
    return Examples(
        texts=tuple(_plain(text) for text, _ in told),
        rules=tuple(rule for _, rule in told),
        cues=tuple(re.compile(each, re.IGNORECASE) for each in content["cues"]),
        threshold=float(content["threshold"]),
    )


def _plain(text: str) -> str:
    return normalise(text).text.lower()


@dataclass(frozen=True)
class Judged:
    """How much a message asks for what is declined, and the rule of the example that it comes nearest to."""

    score: float
    rule: str

    @property
    def declined(self) -> bool:
        """Whether the score is above the threshold and an example is near that says why."""
        return self.score > examples().threshold and self.rule != ""


class DeclineIndex:
    """The examples, weighed once; a message costs one embedding."""

    def __init__(self, embedder: Callable[[], Embedder], folder: Path | None = None) -> None:
        self._kept = KeptVectors("declines", examples().texts, embedder, folder)

    def judge(self, text: str) -> Judged:
        """The score of a message and the nearest rule."""
        plain = _plain(text[:600])
        near = self._nearness(self._features(plain)[None, :])[0]
        score = float(near @ self._weights)
        pulls: dict[str, list[float]] = {}
        for place in near.argsort()[::-1][:_NEAREST]:
            if examples().rules[place]:
                pulls.setdefault(examples().rules[place], []).append(float(near[place]))
        named = max(pulls, key=lambda rule: sum(pulls[rule][:2])) if pulls else ""
        return Judged(score, named)

    def build(self) -> None:
        """Make and keep the vectors, so that the first question need not."""
        self._kept.all()

    def without_itself(self) -> list[tuple[str, str, float]]:
        """Every example with its rule and the score that the others give it: what the threshold is settled by."""
        import numpy as np

        inverse = np.linalg.inv(self._solved)
        scores = self._wanted - self._weights / np.diag(inverse)
        return list(zip(examples().texts, examples().rules, (float(score) for score in scores), strict=True))

    @cached_property
    def _rows(self) -> NDArray[np.float64]:
        import numpy as np

        told = np.array([_telling(text) for text in examples().texts])
        rows: NDArray[np.float64] = np.hstack((self._kept.all().astype(np.float64), told))
        return rows

    @cached_property
    def _wanted(self) -> NDArray[np.float64]:
        import numpy as np

        return np.array([1.0 if rule else -1.0 for rule in examples().rules])

    @cached_property
    def _solved(self) -> NDArray[np.float64]:
        import numpy as np

        return self._nearness(self._rows) + _RIDGE * np.eye(len(self._rows))

    @cached_property
    def _weights(self) -> NDArray[np.float64]:
        import numpy as np

        return np.asarray(np.linalg.solve(self._solved, self._wanted), dtype=np.float64)

    def _features(self, plain: str) -> NDArray[np.float64]:
        import numpy as np

        return np.concatenate((self._kept.of(plain).astype(np.float64), _telling(plain)))

    @cached_property
    def _lengths(self) -> NDArray[np.float64]:
        return _squared(self._rows)

    def _nearness(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        import numpy as np

        apart = _squared(rows)[:, None] + self._lengths[None, :] - 2 * rows @ self._rows.T
        near: NDArray[np.float64] = np.exp(-_FADE * np.maximum(apart, 0) / 2)
        return near


def _squared(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """The squared length of each row."""
    lengths: NDArray[np.float64] = (rows**2).sum(axis=1)
    return lengths


def _telling(plain: str) -> NDArray[np.float64]:
    """The telling words that stand in a text, and its words and pairs weighed by how rare they are."""
    import numpy as np

    weights = _rarity()
    cues = np.array([1.0 if cue.search(plain) else 0.0 for cue in examples().cues])
    shared = np.zeros(len(weights))
    for words in _words(plain):
        if words in weights:
            place, weight = weights[words]
            shared[place] = weight
    length = float(np.linalg.norm(shared))
    return np.concatenate((_CUE * cues, _SHARED * shared / (length or 1.0)))


def _words(plain: str) -> set[str]:
    """Words and pairs of neighbors; figures are all alike."""
    words = ["#" if word.isdigit() else word for word in _WORD.findall(plain)]
    return {*words, *(f"{one} {two}" for one, two in pairwise(words))}


@cache
def _rarity() -> dict[str, tuple[int, float]]:
    """Place and weight of every word and pair that two examples share."""
    texts = examples().texts
    counts = Counter(words for text in texts for words in _words(text))
    often = sorted(words for words, count in counts.items() if count > 1)
    return {words: (place, log(len(texts) / counts[words])) for place, words in enumerate(often)}
