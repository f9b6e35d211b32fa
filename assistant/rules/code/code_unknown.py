"""Rule FV04."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.listed import listed
from assistant.rules.reading import kind_of_code
from assistant.rules.rule import Problem, rule


@rule(
    "FV04",
    when=lambda code: kind_of_code(code) is not None and listed(code) is None,
    severity="note",
    source="The tables are subsets by licence: a code without a row is not in the table, never invalid",
)
def code_unknown(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """A well-formed code outside the loaded tables passes, and the report says that nothing was checked about it.

    Wrong: D2199, which no table holds
    Right: D2740
    """
    yield Problem(
        "code",
        f"{facts.code(line)} is not in the loaded table, so its tooth, surface and area rules were not checked",
        "Check it against the licensed code set, or load the practice's list",
    )
