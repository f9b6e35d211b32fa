"""Rule PS01."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.reading import read_place
from assistant.rules.rule import Problem, rule
from assistant.tables.places import place


@rule("PS01", severity="error", source="CMS place-of-service codes; claim form item 38", denial="CO-16/M77")
def place_valid(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """A place of service is a two-digit code.

    Wrong: OFFICE; 00
    Right: 11
    """
    written = [("place_of_service", claim.place_of_service)]
    written += [(f"lines[{index}].place_of_service", line.place_of_service) for index, line in enumerate(claim.lines)]
    for where, value in written:
        if not value:
            continue
        reading = read_place(value)
        if reading.error is not None:
            yield Problem(where, reading.error.message, reading.error.fix[:1].upper() + reading.error.fix[1:])
        elif reading.value and place(reading.value) is None:
            yield Problem(
                where,
                f"place of service {reading.value} is not in the loaded table",
                "Check it against the published list",
                severity="note",
            )
