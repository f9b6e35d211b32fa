"""Rule NR05."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule

#: What a narrative says of the service itself, right before its date.
DONE = (
    "seat",
    "seated",
    "deliver",
    "delivered",
    "delivery",
    "placed",
    "extracted",
    "removed",
    "performed",
    "completed",
    "done",
    "inserted",
    "dos",
    "date of service",
    "treated",
)


@rule(
    "NR05",
    severity="warning",
    source="RARC N206: records do not match the claim",
    denial="CO-16/N206",
    needs="narrative",
)
def date_told(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """A date that the narrative gives for the service is on the claim.

    Wrong: narrative "seated 11/14/2026", date of service 2026-11-12
    Right: narrative "seated 11/12/2026", date of service 2026-11-12
    """
    known = {each.date_of_service for each in claim.lines} | {each.prep_date for each in claim.lines}
    known |= {each.date_of_service for each in claim.history}
    days = {each.isoformat() for each in known if each is not None}
    if not days:
        return
    text = claim.narrative or ""
    for each in facts.told("date"):
        if (
            each.unit not in ("", "year assumed")
            or each.value in days
            or not _done(text[max(0, each.start - 40) : each.start])
        ):
            continue
        yield Problem(
            "narrative",
            f"the narrative says {each.quote!r}, the claim says {', '.join(sorted(days))}",
            "Correct the date that the chart contradicts",
        )


def _done(before: str) -> bool:
    words = before.lower().replace(".", " ").replace(",", " ").split()[-3:]
    return any(word.strip(":") in DONE for word in words) or "date of service" in before.lower()
