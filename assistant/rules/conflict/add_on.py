"""Rule CF05."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.listed import is_add_on
from assistant.rules.rule import Problem, rule


@rule(
    "CF05",
    when=is_add_on,
    severity="error",
    source="RARC N122: an add-on code cannot stand alone",
    denial="CO-107/N122",
)
def add_on(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """An add-on stands beside the service it adds to, on the same day.

    Wrong: D9223 without D9222
    Right: D9222 and D9223
    """
    dental, medical = facts.procedure(line), facts.medical(line)
    bases = dental.add_on_to if dental else medical.add_on_to if medical else ()
    if not bases:
        return
    own = facts.service(line)
    if not any(each.code in bases and each.day == own.day for each in facts.services):
        yield Problem(
            "code",
            f"{facts.title(line)} adds to {' or '.join(bases)}, which is not on the claim for {own.day}",
            f"Add the line for {' or '.join(bases)} if it was done that day",
            severity=None if dental is None or dental.sure else "warning",
        )
