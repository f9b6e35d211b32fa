"""Rule DT06."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.frequency.counting import months_before
from assistant.rules.rule import Problem, rule


@rule(
    "DT06",
    severity="error",
    source="42 CFR 424.44 for Medicare; contracts of dental plans run from 90 to 365 days",
    denial="CO-29",
    needs="date_of_service",
)
def timely_filing(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """A claim goes out within the filing limit, counted from the date of service.

    Wrong: Medicare, service 2025-11-03, seen on 2026-11-22
    Right: Medicare, service 2026-11-03, seen on 2026-11-22
    """
    served = line.date_of_service
    if served is None or served > facts.as_of or facts.claim.purpose == "predetermination":
        return
    if served >= months_before(facts.as_of, 12):
        return
    law = _law(served) if facts.is_medicare else ""
    if law:
        yield Problem(
            "date_of_service",
            f"Medicare takes claims for one year after the service of {served}; it is {facts.as_of}",
            "Write it off unless an exception of 42 CFR 424.44(b) applies and can be proved",
            source=law,
        )
    else:
        yield Problem(
            "date_of_service",
            f"the service of {served} is more than a year old; most plans stop taking claims within 90 to 365 days",
            "Look up the plan's filing limit; enclose proof of an earlier submission",
            severity="warning",
        )


def _law(served: date) -> str:
    """The filing clock of Medicare in force on the day of service, as a citation."""
    # Imported here: few claims are this old, and the table of clocks is slow to load.
    from assistant.tables.deadlines import clocks

    rows = clocks(event="claim_filing", plan="medicare", on=served)
    return rows[0].cited if rows else ""
