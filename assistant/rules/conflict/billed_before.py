"""Rule CF04."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.reading import read_code, read_teeth
from assistant.rules.rule import Problem, rule


@rule(
    "CF04",
    severity="warning",
    source="CARC 18 and B13: already received, already paid",
    denial="OA-18",
    needs="history",
)
def billed_before(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """A service of the history is not billed again.

    Wrong: D2391 on tooth 14 on 2026-11-12, in the history with the same date
    Right: D2391 on tooth 14 on 2026-11-12, in the history in 2019
    """
    past = {
        (
            read_code(each.code),
            each.date_of_service,
            read_teeth(each.tooth, facts.system).value if each.tooth else (),
            (each.area or "").strip(),
        )
        for each in claim.history
    }
    for line, service in zip(claim.lines, facts.services, strict=True):
        key = (service.code, line.date_of_service, service.teeth, (line.area or "").strip())
        if key in past:
            yield Problem(
                f"lines[{service.index}].code",
                f"{facts.title(line)} on {line.date_of_service} is in the history already",
                "Look up the first claim before sending it again; a correction carries the first claim's number",
            )
