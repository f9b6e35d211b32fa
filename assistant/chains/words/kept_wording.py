"""The words that a draft already has, for its next check: a hosted model would word it otherwise each time."""

from __future__ import annotations

from collections.abc import Callable

from assistant.domain.draft import DraftKind, Statement, Worded
from assistant.domain.finding import Finding


class KeptWording:
    """Gives each statement the text it was kept with, as long as it still says the same of the same sources."""

    def __init__(self, kept: tuple[Statement, ...]) -> None:
        self._kept = {statement.id: statement for statement in kept}

    def word(
        self,
        statements: tuple[Statement, ...],
        *,
        kind: DraftKind,
        check: Callable[[tuple[Statement, ...]], tuple[Finding, ...]],
    ) -> Worded:
        """The statements in the kept words; one that is new, or rests on other sources now, keeps its own."""
        del kind, check  # what was kept is checked with the whole draft
        return Worded(statements=tuple(self._again(statement) for statement in statements))

    def _again(self, fresh: Statement) -> Statement:
        kept = self._kept.get(fresh.id)
        if kept is None or (kept.type, kept.sources) != (fresh.type, fresh.sources):
            return fresh
        return fresh.model_copy(update={"text": kept.text})
