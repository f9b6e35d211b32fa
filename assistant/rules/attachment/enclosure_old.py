"""Rule AT02."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Enclosure, Facts, Service
from assistant.rules.frequency.counting import months_before
from assistant.rules.rule import Problem, rule
from assistant.tables.attachments import needs_for


@rule(
    "AT02",
    severity="warning",
    source="Typical payer lists: charts and images of the last 12 months",
    denial="CO-252/N785",
    needs="attachments",
)
def enclosure_old(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """A chart or image is recent enough, and shows the state before the service.

    Wrong: periapical of 2024-03-01 for a crown on 2026-11-12
    Right: periapical of 2026-11-10 for a crown on 2026-11-12
    """
    told: set[int] = set()
    for line in claim.lines:
        day = facts.on(line)
        for need in needs_for(facts.code(line), claim.lane):
            offered = [
                each
                for each in facts.enclosures
                if each.kind is not None
                and each.kind.name in need.any_of
                and each.attachment.date is not None
                and _shares_tooth(each, facts.service(line))
            ]
            dated = [(each.attachment.date, each) for each in offered if each.attachment.date is not None]
            if not dated:
                continue
            newest, each = max(dated, key=lambda pair: pair[0])
            label = each.kind.label if each.kind else ""
            where = f"attachments[{each.index}].date"
            if each.index in told:
                continue
            if need.max_age_months is not None and newest <= months_before(day, need.max_age_months):
                told.add(each.index)
                months = (day.year - newest.year) * 12 + day.month - newest.month
                yield Problem(
                    where,
                    f"the {label} of {newest} is {months} months older than {facts.title(line)}; "
                    f"many payers take {need.max_age_months}",
                    "Enclose a current one",
                )
            elif need.phase == "before" and all(when > day for when, _ in dated):
                told.add(each.index)
                yield Problem(
                    where,
                    f"the {label} of {newest} was made after {facts.title(line)} on {day}",
                    "Enclose one from before the service",
                    denial="CO-252/N178",
                )


def _shares_tooth(enclosure: Enclosure, service: Service) -> bool:
    """Whether the enclosure may show the teeth of the service."""
    shown = {tooth.universal for tooth in enclosure.teeth}
    return not shown or not service.numbers or not shown.isdisjoint(service.numbers)
