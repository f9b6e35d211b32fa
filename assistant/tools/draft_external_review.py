"""Draft the request for an external review."""

from __future__ import annotations

from langchain_core.tools import BaseTool

from assistant.domain.artifacts import DraftMade
from assistant.tools.context import Turn
from assistant.tools.drafting import drafted
from assistant.tools.made import made

_NEEDS = ("both decisions of the payer", "who funds the plan", "the chart notes and studies")


def draft_external_review(turn: Turn) -> BaseTool:
    """The drafting tool of one turn; without a case it names what one needs."""

    @made("draft_external_review")
    def run() -> tuple[str, DraftMade]:
        """Draft the request for an external review, where the plan's funding opens one. Nothing is sent."""
        return drafted(turn, "external_review", needs=_NEEDS)

    return run
