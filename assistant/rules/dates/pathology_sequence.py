"""Rule DT09."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "DT09",
    severity="error",
    source="Code structure: pathology reads what the biopsy took",
    denial="CO-16/M30",
    needs="attachments",
)
def pathology_sequence(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """A pathology report is not older than the biopsy it reads.

    Wrong: biopsy 2026-11-12, report 2026-11-02
    Right: biopsy 2026-11-12, report 2026-11-18
    """
    taken = min((service.day for service in facts.services if "pathology_source" in service.groups), default=None)
    if taken is None or any("pathology_source" in past.groups for past in facts.history):
        return
    for each in facts.enclosures:
        reported = each.attachment.date
        if each.kind is not None and each.kind.name == "pathology_report" and reported is not None and reported < taken:
            yield Problem(
                f"attachments[{each.index}].date",
                f"the pathology report of {reported} is older than the biopsy of {taken}",
                "Enclose the report of this specimen, or correct the date",
            )
