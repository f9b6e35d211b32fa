"""Whether a message asks for something that is declined: told by its nearness to examples of both kinds.

Patterns alone know only wordings that were thought of. Here each example, lawful or not, pulls by its nearness (kernel
ridge regression, solved in closed form). Near is what lies near in meaning, shares words and pairs of words, and shares
the telling words of a purpose ("so they pay") or an untruth ("though we did not"). Examples, telling words and the
threshold are data in ``corpus/tables/refusal_examples.yaml``. The examples are weighed once, at set-up or at the first
question, and kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.models.embedded.kept_arrays import KeptArrays
from assistant.models.embedded.lexicon import intents
from assistant.models.embedded.pulls import Pulls, solve
from assistant.recognise.normalise import normalise
from assistant.tables.source import document

if TYPE_CHECKING:
    from assistant.domain.ports import Embedder

_READ = 600
#: How many of the nearest examples name the rule.
_NEAREST = 40
#: What settles the weights beside the embedder: the tables that they are made from, and this form of them.
_TABLES, _FORM = ("refusal_examples.yaml", "intents.yaml", "shorthand.yaml"), 1


@dataclass(frozen=True)
class Examples:
    """The table: texts, the rule of each (``""`` is harmless), patterns of telling words, and the threshold."""

    texts: tuple[str, ...]
    rules: tuple[str, ...]
    cues: tuple[str, ...]
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
        cues=tuple(content["cues"]),
        threshold=float(content["threshold"]),
    )


def _plain(text: str) -> str:
    return normalise(text).text.lower()


@dataclass(frozen=True)
class Judged:
    """How much a message asks for what is declined, and the rule of the example that it comes nearest to."""

    score: float
    rule: str
    threshold: float

    @property
    def declined(self) -> bool:
        """Whether the score is above the threshold and an example is near that says why."""
        return self.score > self.threshold and self.rule != ""


class DeclineIndex:
    """The examples, weighed once and kept in ``folder`` where that can be written; a message costs one embedding."""

    def __init__(self, embedder: Callable[[], Embedder], folder: Path | None = None) -> None:
        self._embedder = embedder
        self._kept = KeptArrays("declines", folder)

    def judge(self, text: str) -> Judged:
        """The score of a message and the nearest rule."""
        pulls = self._pulls
        plain = _plain(text[:_READ])
        near = pulls.nearness(self._embedder().embed([plain])[0], plain)
        named: dict[str, list[float]] = {}
        for place in near.argsort()[::-1][:_NEAREST]:
            if rule := pulls.rules[place]:
                named.setdefault(rule, []).append(float(near[place]))
        nearest = max(named, key=lambda rule: sum(named[rule][:2])) if named else ""
        return Judged(float(near @ pulls.weights), nearest, pulls.threshold)

    def build(self) -> None:
        """Weigh and keep the examples, so that the first question need not."""
        _ = self._pulls

    def without_itself(self) -> list[tuple[str, str, float]]:
        """Every example with its rule and the score that the others give it: what the threshold is settled by."""
        scores = self._pulls.without_itself()
        return list(zip(examples().texts, examples().rules, scores, strict=True))

    @cached_property
    def _pulls(self) -> Pulls:
        key = self._kept.key([self._embedder().model_id, _FORM], _TABLES)
        arrays = self._kept.read(key)
        if arrays is None:
            known = examples()
            arrays = solve(known.texts, known.rules, known.cues, known.threshold, self._embedder().embed(known.texts))
            self._kept.write(key, arrays)
        return Pulls.of(arrays)
