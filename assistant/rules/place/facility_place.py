"""Rule PS04."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule
from assistant.tables.places import place


@rule(
    "PS04",
    severity="error",
    source="Code structure: the code says that the service was in a hospital or surgery center",
    denial="CO-5/M77",
    needs="lines",
)
def facility_place(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """A hospital or facility code is not reported for the office.

    Wrong: D9420 at 11
    Right: D9420 at 22
    """
    for line in claim.lines:
        if facts.code(line) not in ("D9420", "G0330"):
            continue
        where = place(facts.place(line))
        if where is not None and not where.facility:
            yield Problem(
                facts.place_path(line),
                f"{facts.title(line)} is for a hospital or surgery center; place {where.code} is {where.label}",
                "Correct the place of service or the code",
            )
