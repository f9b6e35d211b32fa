"""Draft an appeal of the case at hand."""

from __future__ import annotations

from uuid import uuid4

from langchain_core.tools import BaseTool, tool

from assistant.domain.artifacts import DraftMade
from assistant.tools.context import Turn

_NEEDS = (
    "the denial (letter or remittance, with its date)",
    "the claim as it was sent",
    "the chart notes and studies",
    "who funds the plan",
)


def draft_appeal(turn: Turn) -> BaseTool:
    """The drafting tool of one turn; without a case it names what one needs."""

    @tool("draft_appeal", response_format="content_and_artifact")
    def run() -> tuple[str, DraftMade]:
        """Draft a first-level appeal of the case at hand, or name what is needed for one. Nothing is sent."""
        if turn.case is None:
            return "No case is at hand.", DraftMade(key="draft:none", basis="draft", kind="appeal", needs=_NEEDS)
        from assistant.chains.kinds import draft
        from assistant.chains.request import DraftRequest
        from assistant.rules.engine import check_claim

        claim = turn.case.case.claim
        report = check_claim(claim, today=turn.today, limits=turn.limits if claim.payer else None, icd=turn.icd)
        request = DraftRequest(
            turn.case, turn.library, report, turn.today, limits=turn.limits, trace_id=uuid4().hex[:16]
        )
        made = draft("appeal", request).draft
        found = DraftMade(
            key="draft:appeal",
            basis="draft",
            kind="appeal",
            status=made.status,
            text=made.text,
            to_get=tuple(mark.ask for mark in made.placeholders),
        )
        return f"status {made.status}\n{made.text}", found

    return run
