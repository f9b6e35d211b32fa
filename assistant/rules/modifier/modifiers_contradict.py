"""Rule MD03."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule
from assistant.tables.modifiers import contradictions, modifiers


@rule(
    "MD03",
    severity="error",
    source="Meaning of the modifiers; RARC N519: invalid combination",
    denial="CO-4/N519",
    needs="modifiers",
)
def modifiers_contradict(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """Two modifiers of a line can both be true.

    Wrong: KX with GA; RT with LT
    Right: NU with KX
    """
    for one, other in contradictions(facts.modifiers(line)):
        table = modifiers()
        yield Problem(
            "modifiers",
            f"{one} ({table[one].label}) and {other} ({table[other].label}) contradict each other",
            "Keep the one that the record supports; for two sides use two lines, or 50 where the payer asks for it",
        )
