"""Rule MD02."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.reading import read_modifier
from assistant.rules.rule import Problem, rule
from assistant.tables.modifiers import modifier


@rule(
    "MD02",
    severity="note",
    source="The table is a subset: a modifier without a row is not in the table, never invalid",
    needs="modifiers",
)
def modifier_unknown(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """A modifier outside the loaded table passes, and the report says that nothing was checked about it.

    Wrong: Q9, which the table lacks
    Right: KX
    """
    for index, written in enumerate(line.modifiers):
        code = read_modifier(written).value
        if code and modifier(code) is None:
            yield Problem(
                f"modifiers[{index}]",
                f"modifier {code} is not in the loaded table",
                "Check it against the published lists",
            )
