"""Draft the request for the claim file and the criteria relied on."""

from __future__ import annotations

from langchain_core.tools import BaseTool

from assistant.domain.artifacts import DraftMade
from assistant.tools.context import Turn
from assistant.tools.drafting import drafted
from assistant.tools.made import made

_NEEDS = ("the denial with its date", "the claim as it was sent")


def draft_claim_file_request(turn: Turn) -> BaseTool:
    """The drafting tool of one turn; without a case it names what one needs."""

    @made("draft_claim_file_request")
    def run() -> tuple[str, DraftMade]:
        """Draft the request for the claim file and the criteria that a denial relied on. Nothing is sent."""
        return drafted(turn, "claim_file_request", needs=_NEEDS)

    return run
