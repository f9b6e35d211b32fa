"""Rule DX15."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule
from assistant.tables.diagnosis_links import plays, roles


@rule(
    "DX15",
    severity="warning",
    source="https://cms.gov/medicare-coverage-database/view/article.aspx?articleid=59543",
    denial="PR-96/N425",
    needs="diagnoses",
)
def linkage_status(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """Dental care linked to a planned operation rests on the disease behind it, not on the state after it.

    Wrong: D7140 KX for K04.7 and Z95.2
    Right: D7140 KX for K04.7 and I35.0
    """
    linked = facts.is_medicare and any(
        "KX" in facts.modifiers(line) and facts.kind(line) == "cdt" for line in claim.lines
    )
    if not linked:
        return
    for index, code in enumerate(facts.diagnoses):
        for role in ("after_operation", "other_visit"):
            if code and plays(code, role):
                yield Problem(
                    f"diagnoses[{index}]",
                    f"{code} does not show the link to a covered service: {roles()[role].advice}",
                    "Code the disease that leads to the planned service, with Z01.818 for the check before it",
                )
