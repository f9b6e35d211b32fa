"""Rule DT08."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "DT08",
    severity="error",
    source="https://www.cms.gov/medicare-coverage-database/details/lcd-details.aspx?LCDId=33611&ContrID=140",
    denial="CO-16/N706",
    needs="attachments",
)
def device_sequence(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """A sleep appliance is delivered after the sleep study and after the order, and the order after the study.

    Wrong: study 2026-07-01, delivered 2026-06-10
    Right: study 2026-04-20, order 2026-05-28, delivered 2026-06-10
    """
    delivered = min((service.day for service in facts.services if "sleep_order_chain" in service.groups), default=None)
    if delivered is None or claim.purpose == "predetermination":
        return
    study, order = _first(facts, "sleep_study"), _first(facts, "order")
    for name, found in (("sleep study", study), ("order", order)):
        if found is not None and found[1] > delivered:
            yield Problem(
                f"attachments[{found[0]}].date",
                f"the {name} of {found[1]} is after the delivery on {delivered}",
                "Correct the date; an appliance made before it is not covered",
            )
    if study is not None and order is not None and order[1] < study[1]:
        yield Problem(
            f"attachments[{order[0]}].date",
            f"the order of {order[1]} is before the sleep study of {study[1]}",
            "Ask the physician for an order that rests on the study",
            severity="warning",
        )


def _first(facts: Facts, kind: str) -> tuple[int, date] | None:
    dated = [
        (each.attachment.date, each.index)
        for each in facts.enclosures
        if each.kind is not None and each.kind.name == kind and each.attachment.date is not None
    ]
    return (min(dated)[1], min(dated)[0]) if dated else None
