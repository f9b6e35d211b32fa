"""Rule FV08."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule("FV08", severity="error", source="Claim form: at least one service line", denial="CO-16/M51")
def no_lines(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """A claim reports at least one service, on at most the lines that the form holds.

    Wrong: a claim without lines
    Right: a claim with one line
    """
    most = 50
    if not claim.lines:
        yield Problem("lines", "the claim reports no service", "Add a line for each procedure")
    elif len(claim.lines) > most:
        yield Problem(
            "lines", f"the claim has {len(claim.lines)} lines; an electronic claim holds {most}", "Split the claim"
        )
