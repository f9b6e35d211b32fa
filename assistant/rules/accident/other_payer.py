"""Rule AC03."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule("AC03", severity="error", source="CARC 19, 20 and 21: another carrier owes", denial="CO-16", needs="accident")
def other_payer(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """An accident at work or with a car goes to its own insurer first.

    Wrong: an accident at work, sent to the dental plan
    Right: another accident, sent to the dental plan
    """
    kind = claim.accident.kind if claim.accident else None
    if kind == "employment":
        yield Problem(
            "accident.kind",
            "the accident happened at work, so workers' compensation comes first",
            "Send it there, or enclose its denial",
            severity="warning",
            denial="OA-19",
        )
    elif kind == "auto":
        yield Problem(
            "accident.kind",
            "the accident was with a car, so the auto insurer may come first",
            "Ask for the auto claim number, or enclose its denial",
            severity="warning",
            denial="OA-21",
        )
        if claim.lane == "medical" and claim.accident is not None and not (claim.accident.state or "").strip():
            yield Problem("accident.state", "an auto accident names its state (CMS-1500 item 10b)", "Add the state")
