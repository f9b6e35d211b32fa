"""Rule CF03."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule("CF03", severity="error", source="CARC 18: exact duplicate", denial="OA-18", needs="lines")
def duplicate_line(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """A service stands on a claim once.

    Wrong: D2391 on tooth 14, O, twice on one day
    Right: D2391 on tooth 14, O, and on tooth 15, O
    """
    seen: dict[tuple[object, ...], int] = {}
    for line, service in zip(claim.lines, facts.services, strict=True):
        key = (
            service.code,
            service.day,
            service.teeth,
            service.surfaces,
            service.area,
            facts.modifiers(line),
            line.tooth,
            line.area,
        )
        first = seen.setdefault(key, service.index or 0)
        if first == service.index:
            continue
        dental, medical = facts.procedure(line), facts.medical(line)
        once = (dental and dental.units == "one") or (medical and medical.units == "one")
        yield Problem(
            f"lines[{service.index}].code",
            f"{facts.title(line)} repeats line {first + 1}",
            "Remove it" if once else "Remove it, or report the number as units on one line",
            severity=None if once else "warning",
        )
