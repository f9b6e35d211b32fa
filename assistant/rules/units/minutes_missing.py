"""Rule UN04."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "UN04",
    severity="error",
    source="RARC N443: start and stop times",
    denial="CO-16/N443",
    codes=("D9223", "D9225", "D9243", "D9247"),
)
def minutes_missing(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """Timed sedation states its time, on the line or in an enclosed record.

    Wrong: D9223 without minutes and without anaesthesia record
    Right: D9223 with minutes
    """
    recorded = any(each.kind and each.kind.name == "anesthesia_record" for each in facts.enclosures)
    if line.minutes is None and not recorded:
        yield Problem(
            "minutes",
            f"{facts.title(line)} is counted in time and no time is given",
            "Add the minutes, and enclose the record with start and stop times",
            severity="warning",
        )
    elif line.minutes is not None and line.minutes <= 0:
        yield Problem("minutes", f"{line.minutes} minutes", "Copy the time from the record")
