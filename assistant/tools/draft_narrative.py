"""Draft the narrative of necessity of the case at hand."""

from __future__ import annotations

from langchain_core.tools import BaseTool

from assistant.domain.artifacts import DraftMade
from assistant.tools.context import Turn
from assistant.tools.drafting import drafted
from assistant.tools.made import made

_NEEDS = ("the claim with its codes", "the chart notes and studies")


def draft_narrative(turn: Turn) -> BaseTool:
    """The drafting tool of one turn; without a case it names what one needs."""

    @made("draft_narrative")
    def run() -> tuple[str, DraftMade]:
        """Draft the narrative of necessity for the case at hand, from its chart alone. Nothing is sent."""
        return drafted(turn, "narrative", needs=_NEEDS)

    return run
