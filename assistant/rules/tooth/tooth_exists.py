"""Rule TS03."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.codes.tooth import is_valid
from assistant.domain.claim import ServiceLine
from assistant.domain.codes import ToothSystem
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "TS03",
    severity="error",
    source="Claim form items 26-27: Universal 1-32, A-T, supernumerary 51-82 and AS-TS; ISO 3950",
    denial="CO-16/N37",
    needs="tooth",
)
def tooth_exists(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """A tooth number is one that the numbering system has.

    Wrong: tooth 33; tooth 8A for an extra tooth
    Right: tooth 14; tooth 58 for an extra tooth beside 8
    """
    written = (line.tooth or "").strip()
    error = facts.tooth_error(line)
    if not written or error is None:
        return
    other: ToothSystem = "iso" if facts.system == "universal" else "universal"
    fix = error.fix
    if is_valid(written, other):
        fix = f"It is a tooth in the other system: set tooth_system to {other}, or convert the number"
    elif facts.system == "universal" and written[:-1].isdigit() and written[-1:].isalpha():
        fix = "For an extra tooth add 50 to the nearest tooth number (58 beside 8), or S to the letter (AS beside A)"
    yield Problem("tooth", error.message, fix[:1].upper() + fix[1:])
