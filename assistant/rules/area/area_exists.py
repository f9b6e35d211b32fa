"""Rule AR02."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.reading import read_area
from assistant.rules.rule import Problem, rule


@rule(
    "AR02", severity="error", source="Claim form item 25: 00, 01, 02, 10, 20, 30, 40", denial="CO-16/N346", needs="area"
)
def area_exists(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """An area is one of the seven that claims use.

    Wrong: area 50
    Right: area 10, or UR
    """
    written = (line.area or "").strip()
    error = read_area(written).error if written else None
    if error is not None:
        yield Problem("area", error.message, error.fix[:1].upper() + error.fix[1:])
