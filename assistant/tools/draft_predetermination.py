"""Draft the request for review of a planned service."""

from __future__ import annotations

from langchain_core.tools import BaseTool

from assistant.domain.artifacts import DraftMade
from assistant.tools.context import Turn
from assistant.tools.drafting import drafted
from assistant.tools.made import made

_NEEDS = ("the planned services with their codes", "the chart notes and studies", "the payer and plan")


def draft_predetermination(turn: Turn) -> BaseTool:
    """The drafting tool of one turn; without a case it names what one needs."""

    @made("draft_predetermination")
    def run() -> tuple[str, DraftMade]:
        """Draft a request for predetermination or prior authorization, with criteria and checklist. Nothing is sent."""
        return drafted(turn, "predetermination", needs=_NEEDS)

    return run
