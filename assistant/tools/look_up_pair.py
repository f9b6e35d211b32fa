"""Two procedures on one day."""

from __future__ import annotations

from langchain_core.tools import BaseTool

from assistant.domain.artifacts import PairChecked, PairRule
from assistant.tables.conflicts import in_force
from assistant.tables.procedures import label
from assistant.tools.context import Turn
from assistant.tools.made import made


def look_up_pair(turn: Turn) -> BaseTool:
    """The pair tool of one turn; rules are those in force on the turn's day."""

    @made("look_up_pair")
    def run(first: str, second: str) -> tuple[str, PairChecked]:
        """Tell whether two procedure codes may be billed for one patient on one day.

        Gives every rule that keeps them apart, with how near they must be (same tooth, same quadrant, same day) and
        whether the codes or only payers say so. No rule means that none here forbids the pair; a plan may still
        bundle it, so look at the payer's documents too.
        """
        one, other = first.strip().upper(), second.strip().upper()
        rules = in_force(one, other, turn.on)
        found = PairChecked(
            key=f"pair:{one}:{other}",
            basis="conflict table",
            first=one,
            second=other,
            first_label=label(one),
            second_label=label(other),
            rules=tuple(
                PairRule(
                    reach=row.reach.replace("_", " ").replace("date", "day"),
                    basis=row.basis,
                    advice=row.advice,
                    source=row.source,
                )
                for row in rules
            ),
        )
        return found.model_dump_json(exclude_defaults=True), found

    return run
