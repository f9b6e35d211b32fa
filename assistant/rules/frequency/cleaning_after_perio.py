"""Rule FQ09."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "FQ09",
    severity="warning",
    source="https://dentalcodeology.com/blog/qa-1-d1110-vs-d4910/",
    denial="CO-261",
    codes=("D1110",),
)
def cleaning_after_perio(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """An adult cleaning does not alternate with periodontal maintenance to fit a plan.

    Wrong: D1110 three months after D4910
    Right: D4910 three months after D4910
    """
    service = facts.service(line)
    recent = [past for past in facts.before(service) if past.code == "D4910" and (service.day - past.day).days < 365]
    if recent:
        yield Problem(
            "code",
            f"{facts.title(line)} after periodontal maintenance on {max(past.day for past in recent)}",
            "Report what was done: maintenance stays maintenance unless the dentist records periodontal health",
        )
