"""What a question wants: the nearest examples, settled by rules."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.models.embedded.kept_arrays import KeptArrays
from assistant.models.embedded.lexicon import Intent, intents
from assistant.models.embedded.understanding import Understood

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.domain.ports import Embedder

#: What a value in the question adds to the intents that it is typical of.
_REASON_CODES, _TWO_AMOUNTS, _DATES, _PAID_BEFORE, _DIAGNOSIS = 0.3, 0.25, 0.05, 0.5, 0.25
#: Characters of a question that are read.
_READ = 600
#: Nearness below which nothing is claimed but a search.
_FAR = 0.30
#: What an intent loses of which no rule fits.
_DOUBT, _NEVER = -0.18, -2.0


def _without_rule(intent: Intent) -> float:
    """What nearness alone is worth: a search is always safe, a special tool needs a word for it."""
    if intent.name == "coverage":
        return 0.0
    return _NEVER if intent.by_rule_only else _DOUBT


class IntentIndex:
    """The examples as vectors, made once and kept in ``folder`` where that can be written."""

    def __init__(self, embedder: Callable[[], Embedder], folder: Path | None = None) -> None:
        self._embedder = embedder
        self._kept = KeptArrays("intents", folder)

    def intent_of(self, understood: Understood, text: str | None = None) -> str:
        """The name of the intent that the question, or ``text`` as a part of it, comes nearest to."""
        scores = self.scores(text or understood.plain, understood)
        best = max(scores, key=lambda name: scores[name])
        return best if scores[best] >= _FAR else "coverage"

    def scores(self, text: str, understood: Understood) -> dict[str, float]:
        """Nearness of each intent, its rules and the values of the question included."""
        nearness = self._vectors @ self._embedder().embed([text[:_READ]])[0]
        found: dict[str, float] = {}
        place = 0
        for intent in intents():
            best = sorted(nearness[place : place + len(intent.examples)], reverse=True)[:2]
            bonus = intent.bonus(text)
            found[intent.name] = float(sum(best) / len(best)) + (bonus or _without_rule(intent))
            place += len(intent.examples)
        if understood.reasons:
            found["denial"] += _REASON_CODES
        if understood.diagnoses and not understood.codes:
            found["code"] += _DIAGNOSIS
        if len(understood.amounts) + len(understood.loose_amounts) >= 2:
            found["estimate"] += _TWO_AMOUNTS
        if "primary_paid" in understood.amounts:
            found["cob"] += _PAID_BEFORE
        if understood.dates:
            found["deadline"] += _DATES
            found["frequency"] += _DATES
        return found

    def build(self) -> None:
        """Make and keep the vectors, so that the first question need not."""
        _ = self._vectors

    @cached_property
    def _vectors(self) -> NDArray[np.float32]:
        texts = [text for intent in intents() for text in intent.examples]
        key = self._kept.key([self._embedder().model_id, texts])
        kept = self._kept.read(key)
        if kept is None:
            kept = {"vectors": self._embedder().embed(texts)}
            self._kept.write(key, kept)
        return kept["vectors"]
