"""Rule FV06."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule
from assistant.tables.procedures import LAST_KNOWN_DAY


@rule("FV06", severity="note", source="https://adanews.ada.org/ada-news/2026/april/67-changes-coming-to-cdt-2027/")
def edition_unknown(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """The loaded edition speaks for the date of service.

    Wrong: a dental line on 2027-01-05
    Right: a dental line on 2026-12-31
    """
    for service in facts.services:
        if service.kind == "cdt" and service.day > LAST_KNOWN_DAY:
            yield Problem(
                f"lines[{service.index}].date_of_service",
                f"the loaded dental table ends on {LAST_KNOWN_DAY}; the edition of {service.day.year} changes codes",
                "Load the practice's licensed list for that year, or check the code by hand",
            )
            return
