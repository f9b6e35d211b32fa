"""Rule AC01."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule
from assistant.tables.diagnosis_links import plays


@rule(
    "AC01",
    severity="warning",
    source="Claim form items 45-47; CMS-1500 items 10 and 14",
    denial="CO-16",
    needs="diagnoses",
)
def accident_missing(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """An injury says when and how the accident happened.

    Wrong: S02.5XXA without accident
    Right: S02.5XXA with accident 2026-10-03, other
    """
    injury = next((code for code in facts.diagnoses if code and plays(code, "injury")), None)
    if injury is None:
        return
    accident = claim.accident
    if accident is None:
        yield Problem(
            "accident",
            f"{injury} is an injury and the claim tells of no accident",
            "Add the date and kind of the accident: auto, employment or other",
        )
    elif accident.date is None:
        yield Problem(
            "accident.date", f"{injury} is an injury and the accident has no date", "Add the date of the accident"
        )
    elif accident.kind is None:
        yield Problem(
            "accident.kind",
            f"{injury} is an injury and the kind of accident is not said",
            "Say auto, employment or other",
        )
