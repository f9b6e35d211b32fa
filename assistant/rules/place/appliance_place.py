"""Rule PS03."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "PS03",
    severity="warning",
    source="https://www.cms.gov/medicare-coverage-database/details/lcd-details.aspx?LCDId=33611&ContrID=140",
    denial="CO-5/M77",
    needs="lines",
    lane="medical",
)
def appliance_place(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """A sleep appliance sent to Medicare's equipment contractor is placed at home.

    Wrong: E0486 to Medicare at 11
    Right: E0486 to Medicare at 12
    """
    if not facts.is_medicare:
        return
    for line in claim.lines:
        place = facts.place(line)
        if "sleep_appliance" in facts.service(line).groups and place and place != "12":
            yield Problem(
                facts.place_path(line),
                f"{facts.title(line)} goes to the equipment contractor with place of service {place}",
                "Use 12, where the item is used, unless the payer says otherwise",
                severity="note" if place == "11" else None,
            )
