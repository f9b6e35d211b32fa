"""What lower layers need from above, as Protocols; ``assistant.bootstrap`` fills them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol

from assistant.domain.draft import DraftKind, Statement, Worded
from assistant.domain.finding import Finding
from assistant.domain.policy import Hit, Limit, Passage, PolicyDocument

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Embedder(Protocol):
    """Turns texts into unit vectors; ``model_id`` changes whenever the vectors would."""

    model_id: str
    dimensions: int
    max_tokens: int

    def count_tokens(self, text: str) -> int:
        """Word-pieces of ``text``, special tokens included."""
        ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector a row, in the order of ``texts``."""
        ...


class Reranker(Protocol):
    """Reads a question and a passage together; ``name`` says which model does."""

    name: str

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """How well each text answers the question, from 0 to 1."""
        ...


class PassageSearch(Protocol):
    """Finds passages in force on a day, of one payer plus general guides."""

    def search(
        self, text: str, *, k: int, on: date, payer: str | None = None, plan: str | None = None
    ) -> tuple[Hit, ...]:
        """The best ``k`` passages, best first."""
        ...

    def passage(self, key: str) -> Passage | None:
        """The passage with this key, whatever its version."""
        ...

    def documents(self) -> tuple[PolicyDocument, ...]:
        """Every document version held."""
        ...

    def in_force(self, payer: str, on: date, *, plan: str | None = None) -> tuple[PolicyDocument, ...]:
        """The payer's documents in force on the day."""
        ...

    def passages_of(self, document: str) -> tuple[Passage, ...]:
        """All passages of a document version, in reading order."""
        ...


class PolicyLimits(Protocol):
    """The limits that a payer's documents state, by code and date."""

    def limits(self, payer: str, code: str, on: date, *, plan: str | None = None) -> tuple[Limit, ...]:
        """Limits in force for the code; empty when the documents are silent."""
        ...


class Wording(Protocol):
    """Words the statements of a draft; what they say, and what proves them, stays as it is."""

    def word(
        self,
        statements: tuple[Statement, ...],
        *,
        kind: DraftKind,
        check: Callable[[tuple[Statement, ...]], tuple[Finding, ...]],
    ) -> Worded:
        """The statements in the model's words, each with its own where the model's fail ``check``."""
        ...
