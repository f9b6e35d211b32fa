"""Rule TS05."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "TS05",
    severity="error",
    source="CDT element list: one line for each tooth, or the number of teeth in the code",
    denial="CO-16/N37",
    needs="tooth",
    about=lambda procedure: procedure.teeth_max is not None,
)
def teeth_per_line(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """A line lists no more teeth than its code covers.

    Wrong: D2740 on teeth 14 and 15; D4342 on five teeth
    Right: D2740 on tooth 14 and another line for 15; D4342 on three teeth
    """
    found = facts.procedure(line)
    teeth = facts.teeth(line)
    if found is None or found.teeth_max is None or len(teeth) <= found.teeth_max:
        return
    if found.teeth_max == 1:
        fix = "Report one line for each tooth"
    else:
        fix = f"With more than {found.teeth_max} teeth treated use the code for four or more teeth of the quadrant"
    yield Problem("tooth", f"{found} lists {len(teeth)} teeth; it covers {found.teeth_max}", fix)
