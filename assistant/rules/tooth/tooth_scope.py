"""Rule TS10."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.codes.tooth import Tooth
from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule
from assistant.tables.procedures import Procedure


@rule(
    "TS10",
    severity="error",
    source="Code structure: the kind of tooth is in the code",
    denial="CO-16/N39",
    needs="tooth",
    about=lambda procedure: bool(procedure.scope),
)
def tooth_scope(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """A code for front teeth, back teeth, premolars or molars names a tooth of that kind.

    Wrong: D3310 on tooth 14; D2391 on tooth 8
    Right: D3310 on tooth 8; D2391 on tooth 14
    """
    found = facts.procedure(line)
    if found is None or (found.scope_until is not None and facts.on(line) > found.scope_until):
        return
    for each in facts.teeth(line):
        if not _fits(each, found):
            usual = found.scope_basis == "usual"
            yield Problem(
                "tooth",
                f"{found} is {'usually ' if usual else ''}for {found.scope} teeth; "
                f"tooth {each.universal} is the {each.name}",
                "Correct the tooth or the code, as the chart says",
                severity="warning" if usual or not found.sure else None,
                source=found.source if usual else "",
            )


def _fits(tooth: Tooth, procedure: Procedure) -> bool:
    return {
        "anterior": tooth.is_anterior,
        "posterior": tooth.is_posterior,
        "premolar": tooth.is_premolar,
        "molar": tooth.is_molar,
    }[procedure.scope or "posterior"]
