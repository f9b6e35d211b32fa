"""A draft of the case at hand, as a tool hands it on."""

from __future__ import annotations

from uuid import uuid4

from assistant.domain.artifacts import DraftMade
from assistant.domain.claim import Claim
from assistant.domain.draft import DraftKind
from assistant.domain.finding import Report
from assistant.tools.context import Turn


def drafted(turn: Turn, kind: DraftKind, *, needs: tuple[str, ...], about: str | None = None) -> tuple[str, DraftMade]:
    """The draft with its status, or what one needs where no case is at hand."""
    if turn.case is None:
        return "No case is at hand.", DraftMade(key="draft:none", basis="draft", kind=kind, needs=needs)
    from assistant.chains.asked import asked
    from assistant.chains.kinds import draft
    from assistant.rules.engine import check_claim

    def check(claim: Claim) -> Report:
        return check_claim(claim, today=turn.today, limits=turn.limits if claim.payer else None, icd=turn.icd)

    request = asked(
        turn.case,
        turn.library,
        check,
        kind=kind,
        today=turn.today,
        limits=turn.limits,
        trace_id=uuid4().hex[:16],
        about=about,
    )
    made = draft(kind, request).draft
    found = DraftMade(
        key=f"draft:{kind}",
        basis="draft",
        kind=kind,
        status=made.status,
        text=made.text,
        to_get=tuple(mark.ask for mark in made.placeholders),
    )
    return f"status {made.status}\n{made.text}", found
