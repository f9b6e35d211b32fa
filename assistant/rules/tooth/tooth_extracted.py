"""Rule TS08."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts, Service
from assistant.rules.rule import Problem, rule


@rule(
    "TS08",
    severity="error",
    source="RARC N384: records show that the tooth was removed",
    denial="CO-261/N384",
    needs="tooth",
)
def tooth_extracted(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """A tooth taken out earlier is not treated again.

    Wrong: D2391 on tooth 30, extracted the year before
    Right: D6010 on tooth 30, extracted the year before
    """
    service = facts.service(line)
    procedure = facts.procedure(line)
    if not facts.claim.history or procedure is None or procedure.tooth != "required" or "gap_service" in service.groups:
        return
    for each in facts.teeth(line):
        gone = next((past for past in facts.history if past.day <= service.day and _takes(past, each.universal)), None)
        if gone is not None:
            yield Problem(
                "tooth",
                f"{procedure} is on tooth {each.universal}, removed on {gone.day} by the history ({gone.code})",
                "Correct the tooth, or the history",
            )


def _takes(past: Service, universal: str) -> bool:
    return "whole_extraction" in past.groups and universal in past.numbers
