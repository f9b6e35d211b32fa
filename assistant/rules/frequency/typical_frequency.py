"""Rule FQ01."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts, Service
from assistant.rules.frequency.counting import same_place, window_start, window_words
from assistant.rules.rule import Problem, rule
from assistant.tables.frequency import TypicalLimit, limits_for
from assistant.tables.procedures import label


@rule(
    "FQ01",
    when=lambda code: any(row.kind == "frequency" for row in limits_for(code)),
    severity="warning",
    source="Typical plan limits; the plan record decides",
    denial="CO-151/M86",
)
def typical_frequency(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """A service is within the number and the time that most plans pay, where the payer's own limit is not known.

    Wrong: D4341 in a quadrant treated 14 months before
    Right: D4341 in a quadrant treated 30 months before
    """
    service = facts.service(line)
    rows = [row for row in limits_for(service.code) if row.kind == "frequency"]
    if not rows or (not facts.claim.history and len(facts.services) < 2):
        return
    if any(limit.kind in ("frequency", "replacement", "lifetime") for limit in facts.limits(line)):
        return
    for row in rows:
        earlier = [
            past for past in facts.before(service) if row.shares(past.code) and same_place(past, service, row.per)
        ]
        if earlier:
            yield from _judge(row, service, earlier)


def _judge(row: TypicalLimit, service: Service, earlier: list[Service]) -> Iterator[Problem]:
    for count, window, mild in ((row.count, row.window, False), (row.count_high, row.window_high, True)):
        start = window_start(service.day, row.unit, window)
        inside = [past for past in earlier if start is None or past.day > start]
        if len(inside) >= count:
            last = max(inside, key=lambda past: past.day)
            yield Problem(
                "date_of_service",
                f"most plans pay {label(service.code)} {window_words(count, window, row.unit, row.per)}; "
                f"{len(inside)} before, the last on {last.day} ({last.code})",
                "Check the plan's limit; tell the patient, or say in the narrative why it was needed again",
                severity="note" if mild else None,
                source=row.source,
            )
            return
