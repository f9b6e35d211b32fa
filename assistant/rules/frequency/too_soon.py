"""Rule FQ03."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.frequency.counting import same_place, window_start
from assistant.rules.rule import Problem, rule
from assistant.tables.frequency import limits_for
from assistant.tables.procedures import label


@rule(
    "FQ03",
    when=lambda code: any(row.kind == "wait_after" for row in limits_for(code)),
    severity="warning",
    source="Typical plan limits; the plan record decides",
    denial="CO-97/M144",
)
def too_soon(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """Follow-up work is not billed within the time that most plans count to the first service.

    Wrong: D5410 three months after D5110
    Right: D5410 nine months after D5110
    """
    service = facts.service(line)
    for row in limits_for(service.code):
        if row.kind != "wait_after":
            continue
        earlier = [
            past
            for past in facts.before(service)
            if row.starts_with(past.code) and past.day < service.day and same_place(past, service, row.per)
        ]
        if not earlier:
            continue
        last = max(earlier, key=lambda past: past.day)
        for window, severity in ((row.window, None), (row.window_high, "note")):
            start = window_start(service.day, row.unit, window)
            if start is not None and last.day > start:
                yield Problem(
                    "date_of_service",
                    f"{label(service.code)} comes within {window} {row.unit}s of {label(last.code)} on {last.day}",
                    "Most plans count it to the first service in that time; say in the narrative why it is separate",
                    severity="note" if severity else None,
                    source=row.source,
                )
                break
