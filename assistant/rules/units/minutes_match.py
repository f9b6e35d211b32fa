"""Rule UN03."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "UN03",
    severity="error",
    source="https://cleardentalbilling.com/cdt-codes/d9245/ ; units follow the recorded start and stop times",
    denial="CO-150/N443",
    codes=("D9223", "D9225", "D9243", "D9247", "99153"),
    needs="minutes",
)
def minutes_match(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """Quarter hours on a line fit the recorded minutes.

    Wrong: 4 units of D9223 for 45 minutes
    Right: 2 units of D9223 for 45 minutes from start to stop
    """
    quarter = 15
    minutes = line.minutes or 0
    most, finished = -(-minutes // quarter), minutes // quarter
    first = "the first 15 minutes belong to another code"
    if line.units > most:
        yield Problem(
            "units",
            f"{line.units} quarter hours do not fit into {minutes} minutes",
            f"Write the quarter hours after the first that the record shows; {first}",
        )
    elif line.units > finished:
        yield Problem(
            "units",
            f"{line.units} quarter hours in {minutes} minutes count one that was only started",
            f"Ask the plan whether a started quarter hour counts in full; {first}",
            severity="note" if facts.code(line) == "D9225" else "warning",
        )
    elif line.units > -(-(minutes - quarter) // quarter):
        yield Problem(
            "units",
            f"if the {minutes} minutes run from start to stop, {line.units} further quarter hours are one too many",
            f"Check the record; {first}",
            severity="note",
        )
    elif line.units < finished - 1:
        yield Problem(
            "units",
            f"{minutes} minutes hold {finished - 1} quarter hours after the first; {line.units} reported",
            "Check the record; time may be left unbilled",
            severity="note",
        )
