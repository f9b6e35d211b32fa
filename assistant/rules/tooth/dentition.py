"""Rule TS09."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "TS09",
    severity="error",
    source="Code structure: the dentition is in the code",
    denial="CO-16/N39",
    needs="tooth",
    about=lambda procedure: bool(procedure.dentition),
)
def dentition(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """A code for primary teeth names a primary tooth, a code for permanent teeth a permanent one.

    Wrong: D2930 on tooth 3; D3330 on tooth A
    Right: D2930 on tooth A; D3330 on tooth 3
    """
    found = facts.procedure(line)
    if found is None:
        return
    for each in facts.teeth(line):
        fits = each.is_primary if found.dentition == "primary" else each.is_permanent
        if not fits:
            usual = found.dentition_basis == "usual"
            yield Problem(
                "tooth",
                f"{found} is {'usually ' if usual else ''}for {found.dentition} teeth; tooth {each.universal} is "
                f"{'primary' if each.is_primary else 'permanent'}",
                "Correct the tooth or the code, as the chart says",
                severity="warning" if usual or not found.sure else None,
            )
