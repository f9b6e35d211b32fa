"""Rule LK05."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule
from assistant.tables.crosswalk import crossings_of


@rule(
    "LK05",
    severity="warning",
    source="CARC 254: the dental plan sends it to the medical plan",
    denial="CO-254",
    lane="dental",
    needs="coverages",
)
def medical_first(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """A service that medical plans pay first goes to the patient's medical plan first.

    Wrong: D7286 to the dental plan while a medical plan is on file
    Right: 40808 to the medical plan
    """
    medical = next((each for each in claim.coverages if each.lane == "medical"), None)
    if medical is None:
        return
    for line in claim.lines:
        rows = [row for row in crossings_of(facts.code(line)) if row.cdt == facts.code(line)]
        first = [row for row in rows if row.bill_first.startswith("medical") and "or dental" not in row.bill_first]
        if rows and len(first) == len(rows):
            index = facts.service(line).index
            yield Problem(
                f"lines[{index}].code",
                f"{facts.title(line)} is usually paid by the medical plan first; {medical.payer} is on file",
                f"Bill {medical.payer} first ({first[0].bill_first}), then send its answer to the dental plan",
                source=first[0].source,
            )
