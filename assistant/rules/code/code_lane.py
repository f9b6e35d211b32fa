"""Rule FV05."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.reading import kind_of_code
from assistant.rules.rule import Problem, rule


@rule(
    "FV05",
    when=lambda code: kind_of_code(code) in ("cpt", "hcpcs"),
    severity="error",
    source="HIPAA code sets: a dental claim (837D) carries CDT codes",
    denial="CO-16/N34",
    lane="dental",
)
def code_lane(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """A dental claim carries dental procedure codes.

    Wrong: 99213 on a dental claim
    Right: D0140 on a dental claim
    """
    yield Problem(
        "code",
        f"{facts.title(line)} is a medical code on a dental claim",
        "Send it on a medical claim, or report the dental code",
    )
