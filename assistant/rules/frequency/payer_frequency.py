"""Rule FQ02."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts, Service
from assistant.rules.frequency.counting import limit_window, same_place, window_start, window_words
from assistant.rules.rule import Problem, rule
from assistant.tables.frequency import remark_for

if TYPE_CHECKING:
    from assistant.domain.policy import Limit


@rule("FQ02", severity="error", source="The payer's document in force on the date of service", denial="CO-151/M86")
def payer_frequency(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """A service is within the number and the time that the payer's own document allows.

    Wrong: a third D1110 in a year where the payer pays two
    Right: a second D1110 in a year where the payer pays two
    """
    limits = facts.limits(line)
    if not limits:
        return
    service = facts.service(line)
    for limit in limits:
        if limit.kind not in ("frequency", "replacement", "lifetime"):
            continue
        inside = _inside(limit, service, facts)
        if len(inside) >= limit.count:
            last = max(inside, key=lambda past: past.day)
            window, unit = limit_window(limit)
            yield Problem(
                "date_of_service",
                f"{limit.payer} pays {facts.title(line)} {window_words(limit.count, window, unit, limit.per)}; "
                f"{len(inside)} before, the last on {last.day} ({last.code}): {limit.quote!r}",
                "Do it later, tell the patient, or ask for an exception with the reason",
                source=limit.passage,
                denial=_denial(limit),
            )


def _inside(limit: Limit, service: Service, facts: Facts) -> list[Service]:
    window, unit = limit_window(limit)
    start = window_start(service.day, unit, window, facts.benefit_year_start)
    return [
        past
        for past in facts.before(service)
        if past.code in limit.codes and same_place(past, service, limit.per) and (start is None or past.day > start)
    ]


def _denial(limit: Limit) -> str:
    window, unit = limit_window(limit)
    group = "PR-149" if unit == "lifetime" else "PR-119"
    return f"{group}/{remark_for(limit.count, window, unit) or 'M86'}"
