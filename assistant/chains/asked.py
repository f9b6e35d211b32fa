"""The request for a draft of a case, built the same way for every door and tool."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from assistant.chains.request import DraftRequest, as_planned
from assistant.domain.claim import Claim
from assistant.domain.draft import DraftKind
from assistant.domain.finding import Report
from assistant.domain.ports import PassageSearch, PolicyLimits
from assistant.intake.case_file import LoadedCase
from assistant.rules.attachment.held import with_papers


def asked(
    loaded: LoadedCase,
    library: PassageSearch,
    check: Callable[[Claim], Report],
    *,
    kind: DraftKind,
    today: date,
    trace_id: str,
    limits: PolicyLimits | None = None,
    level: int = 1,
    channel: str | None = None,
    about: str | None = None,
) -> DraftRequest:
    """A request with the report of the case's claim, checked together with the papers that the case can enclose."""
    claim = loaded.case.claim
    if kind == "predetermination":
        claim = as_planned(claim)
    return DraftRequest(
        loaded=loaded,
        library=library,
        report=check(with_papers(claim, loaded.case)),
        today=today,
        limits=limits,
        trace_id=trace_id,
        level=level,
        channel=channel,
        about=about,
    )
