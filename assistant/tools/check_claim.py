"""Check the claim of the case at hand."""

from __future__ import annotations

from langchain_core.tools import BaseTool

from assistant.domain.artifacts import ClaimChecked
from assistant.tools.context import Turn
from assistant.tools.made import made


def check_claim(turn: Turn) -> BaseTool:
    """The checking tool of one turn; without a case there is nothing to check."""

    @made("check_claim")
    def run() -> tuple[str, ClaimChecked]:
        """Check the claim of the case at hand: every problem, its fix, and the denial it would draw."""
        if turn.case is None:
            return "No case is at hand.", ClaimChecked(key="check:none", basis="claim rules")
        from assistant.rules import engine

        claim = turn.case.case.claim
        report = engine.check_claim(claim, today=turn.today, limits=turn.limits if claim.payer else None, icd=turn.icd)
        found = ClaimChecked(key="check:claim", basis="claim rules", report=report)
        return found.model_dump_json(exclude_defaults=True), found

    return run
