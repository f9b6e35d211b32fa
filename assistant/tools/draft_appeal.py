"""Draft an appeal of the case at hand."""

from __future__ import annotations

from langchain_core.tools import BaseTool

from assistant.domain.artifacts import DraftMade
from assistant.tools.context import Turn
from assistant.tools.drafting import drafted
from assistant.tools.made import made

_NEEDS = (
    "the denial (letter or remittance, with its date)",
    "the claim as it was sent",
    "the chart notes and studies",
    "who funds the plan",
)


def draft_appeal(turn: Turn) -> BaseTool:
    """The drafting tool of one turn; without a case it names what one needs."""

    @made("draft_appeal")
    def run() -> tuple[str, DraftMade]:
        """Draft a first-level appeal of the case at hand, or name what is needed for one. Nothing is sent."""
        return drafted(turn, "appeal", needs=_NEEDS)

    return run
