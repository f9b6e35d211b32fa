"""Rule LK04."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule
from assistant.tables.crosswalk import medical_equivalents


@rule(
    "LK04",
    when=lambda code: bool(medical_equivalents(code)),
    severity="note",
    source="Crosswalk: medical codes of a dental procedure",
    denial="CO-16/N34",
    lane="medical",
)
def dental_code_on_medical(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """A dental code on a medical claim is sent because the payer takes it, not for want of a medical one.

    Wrong: D7286 on a medical claim
    Right: 40808 on a medical claim
    """
    code = facts.code(line)
    equivalents = medical_equivalents(code) if facts.kind(line) == "cdt" and not facts.is_medicare else ()
    if equivalents:
        yield Problem(
            "code",
            f"{facts.title(line)} is a dental code on a medical claim",
            f"Ask the payer which it takes; by site and case the medical code is {', '.join(equivalents)}",
        )
