"""Rule FQ06."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "FQ06", severity="warning", source="The plan record: missing-tooth clause", denial="PR-96/N130", needs="coverages"
)
def missing_tooth_clause(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """A tooth lost before the coverage is not replaced at the plan's cost where the plan says so.

    Wrong: D6245 on tooth 14, missing, plan with a missing-tooth clause
    Right: D6245 on tooth 14, extracted while insured
    """
    coverage = facts.coverage
    if coverage is None or not coverage.missing_tooth_clause:
        return
    for service in facts.services:
        if not service.is_any(("pontic", "implant_body", "implant_crown", "denture")):
            continue
        for tooth_number in sorted(service.numbers):
            lost = next(
                (
                    past.day
                    for past in facts.history
                    if "whole_extraction" in past.groups and tooth_number in past.numbers
                ),
                None,
            )
            insured = coverage.effective is not None and lost is not None and lost >= coverage.effective
            if insured:
                continue
            told = f"was removed on {lost}, before {coverage.effective}" if lost else "has no date of loss"
            yield Problem(
                f"lines[{service.index}].tooth",
                f"{coverage.payer} has a missing-tooth clause and tooth {tooth_number} {told}",
                "State when the tooth was lost; tell the patient if it was before the coverage",
            )
