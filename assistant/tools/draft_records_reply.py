"""Draft the reply to a payer's request for records."""

from __future__ import annotations

from langchain_core.tools import BaseTool

from assistant.domain.artifacts import DraftMade
from assistant.tools.context import Turn
from assistant.tools.drafting import drafted
from assistant.tools.made import made

_NEEDS = ("the payer's request", "the records that were asked for")


def draft_records_reply(turn: Turn) -> BaseTool:
    """The drafting tool of one turn; without a case it names what one needs."""

    @made("draft_records_reply")
    def run() -> tuple[str, DraftMade]:
        """Draft the reply to a request for records: each item enclosed or not held. Nothing is sent."""
        return drafted(turn, "records_reply", needs=_NEEDS)

    return run
