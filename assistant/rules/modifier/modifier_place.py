"""Rule MD06."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule
from assistant.tables.modifiers import modifier


@rule(
    "MD06",
    severity="warning",
    source="Use of each modifier: some are for visits, some for equipment, none of CPT for a CDT line",
    denial="CO-4/N519",
    needs="modifiers",
)
def modifier_place(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """A modifier goes on the kind of line that it is for.

    Wrong: 59 on D7140; 25 on 20605
    Right: 59 on 20605; 25 on 99213
    """
    kind, service = facts.kind(line), facts.service(line)
    visit = "office_visit" in service.groups
    for code in facts.modifiers(line):
        row = modifier(code)
        if row is None:
            continue
        if kind == "cdt" and row.kind == "cpt":
            yield Problem(
                "modifiers",
                f"modifier {code} is for CPT and HCPCS lines; {service.code} is a dental code",
                "Leave it off; say in the narrative why the service is separate",
            )
        elif row.goes_on == "evaluation" and not visit and kind != "cdt":
            yield Problem(
                "modifiers",
                f"modifier {code} ({row.label}) belongs on a visit, not on {service.code}",
                "Move it to the visit line",
            )
        elif row.goes_on in ("equipment", "procedure") and visit:
            yield Problem(
                "modifiers",
                f"modifier {code} ({row.label}) does not belong on a visit",
                "Move it to the line of the procedure or the item",
            )
