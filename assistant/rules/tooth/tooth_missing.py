"""Rule TS07."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "TS07",
    severity="error",
    source="Claim form item 33: missing teeth",
    denial="CO-261/N39",
    needs="tooth",
    about=lambda procedure: procedure.tooth == "required",
)
def tooth_missing(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """A tooth listed as missing is not treated as if it stood in the mouth.

    Wrong: D2740 on tooth 14, tooth 14 listed as missing
    Right: D6240 on tooth 14, tooth 14 listed as missing
    """
    procedure = facts.procedure(line)
    if procedure is None or not facts.missing or "gap_service" in facts.service(line).groups:
        return
    for each in facts.teeth(line):
        if each.universal in facts.missing:
            yield Problem(
                "tooth",
                f"{procedure} is on tooth {each.universal}, which missing_teeth lists as missing",
                "Correct the tooth, or the list of missing teeth",
                severity=None if procedure.sure else "warning",
            )
