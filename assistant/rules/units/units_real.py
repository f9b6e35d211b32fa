"""Rule UN01."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule("UN01", severity="error", source="Claim form item 29b: quantity 01 to 99", denial="CO-16/M53")
def units_real(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """A quantity is at least one and no more than the form holds.

    Wrong: 0 units; 250 units of D0230
    Right: 1 unit; 155 units of J0585
    """
    most = 9999 if facts.claim.lane == "medical" else 99
    if line.units < 1:
        yield Problem("units", f"{line.units} units of {facts.title(line)}", "Write the number done, at least 1")
    elif line.units > most:
        yield Problem(
            "units",
            f"{line.units} units of {facts.title(line)}; a {facts.claim.lane} line holds {most}",
            "Correct the number of units",
        )
