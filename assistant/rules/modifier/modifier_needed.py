"""Rule MD04."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule
from assistant.tables.claim_customs import has_modifier_needs, modifier_needs


@rule("MD04", when=has_modifier_needs, severity="error", source="Payer guidance on required modifiers", denial="CO-4")
def modifier_needed(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """A line carries the modifiers that its payer asks for on the date of service.

    Wrong: E0486 to Medicare without KX; D7140 to Medicare on 2026-03-02 without KX or GY
    Right: E0486 NU KX to Medicare; D7140 KX to Medicare
    """
    needs = modifier_needs(facts.code(line), facts.on(line), facts.claim.lane)
    if not needs:
        return
    written = set(facts.modifiers(line))
    for need in needs:
        named = need.payer == "any" or facts.is_medicare
        severity = need.severity if named else need.other_severity
        if severity is not None and written.isdisjoint(need.any_of):
            yield Problem(
                "modifiers",
                f"{facts.title(line)} has none of the modifiers {', '.join(need.any_of)}",
                need.advice[:1].upper() + need.advice[1:],
                severity=severity,
                source=need.source,
                denial=f"{'PR' if need.carc == '96' else 'CO'}-{need.carc}/{need.rarc}",
            )
