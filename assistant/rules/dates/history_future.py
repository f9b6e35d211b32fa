"""Rule DT07."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule("DT07", severity="error", source="Claim structure: history holds services already done", needs="history")
def history_future(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """Services of the history are in the past.

    Wrong: history on 2026-12-01, seen on 2026-11-22
    Right: history on 2025-12-01
    """
    born = claim.patient.birth_date if claim.patient else None
    for index, past in enumerate(claim.history):
        if past.date_of_service > facts.as_of:
            yield Problem(
                f"history[{index}].date_of_service",
                f"the history names a service on {past.date_of_service}, after {facts.as_of}",
                "Correct the date",
            )
        elif born is not None and past.date_of_service < born:
            yield Problem(
                f"history[{index}].date_of_service",
                f"the history names a service on {past.date_of_service}, before the patient was born",
                "Correct the date, or check whose history it is",
            )
