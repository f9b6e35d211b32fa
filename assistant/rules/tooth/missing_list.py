"""Rule TS11."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.reading import read_teeth
from assistant.rules.rule import Problem, rule


@rule(
    "TS11",
    severity="error",
    source="Claim form item 33: missing permanent teeth",
    denial="CO-16/N37",
    needs="missing_teeth",
)
def missing_list(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """The list of missing teeth holds permanent teeth that exist, each once.

    Wrong: missing_teeth 33; missing_teeth A
    Right: missing_teeth 1, 16
    """
    seen: set[str] = set()
    for index, written in enumerate(claim.missing_teeth):
        where = f"missing_teeth[{index}]"
        reading = read_teeth(written, facts.system)
        if reading.error is not None:
            yield Problem(where, reading.error.message, "List permanent teeth, 1-32")
            continue
        for each in reading.value or ():
            if not each.is_permanent:
                yield Problem(
                    where,
                    f"tooth {each.universal} is primary; the form lists missing permanent teeth",
                    "Leave it out",
                    severity="warning",
                )
            elif each.universal in seen:
                yield Problem(where, f"tooth {each.universal} is listed twice", "List it once", severity="warning")
            seen.add(each.universal)
