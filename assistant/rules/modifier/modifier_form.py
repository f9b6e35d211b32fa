"""Rule MD01."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.reading import read_modifier
from assistant.rules.rule import Problem, rule


@rule(
    "MD01", severity="error", source="CPT and HCPCS: a modifier is two characters", denial="CO-182", needs="modifiers"
)
def modifier_form(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """A modifier is two letters or digits, each once, four at most.

    Wrong: KXX; KX KX
    Right: NU KX
    """
    most = 4
    if len(line.modifiers) > most:
        yield Problem(
            "modifiers", f"{len(line.modifiers)} modifiers; a line holds {most}", "Keep the ones that decide payment"
        )
    seen: set[str] = set()
    for index, written in enumerate(line.modifiers):
        reading = read_modifier(written)
        if reading.error is not None:
            yield Problem(
                f"modifiers[{index}]", reading.error.message, reading.error.fix[:1].upper() + reading.error.fix[1:]
            )
        elif reading.value in seen:
            yield Problem(
                f"modifiers[{index}]", f"modifier {reading.value} stands twice", "Write it once", severity="warning"
            )
        seen.add(reading.value or "")
