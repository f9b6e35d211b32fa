"""Rule DX02."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule
from assistant.tables.diagnosis_links import plays


@rule(
    "DX02",
    severity="error",
    source="ICD-10-CM tabular list of the loaded release",
    denial="CO-146/M76",
    needs="diagnoses",
)
def diagnosis_exists(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """A diagnosis is in the ICD-10-CM release that is in force on the date of service.

    Wrong: K02.64, in no release
    Right: K02.63
    """
    if facts.icd is None:
        return
    for index, code in enumerate(facts.diagnoses):
        if not code or plays(code, "who_only") or facts.standing(code) != "absent" or facts.misplaced_seventh(code):
            continue
        binding = facts.icd.release.complete and facts.icd.release.in_year(facts.first_day)
        near = ", ".join(each.code for each in facts.icd.near(code, 3))
        yield Problem(
            f"diagnoses[{index}]",
            f"{code} is not in {facts.icd.release.name}"
            + ("" if binding else ", which does not speak for every code of the date of service"),
            f"Did you mean {near}? Choose what the chart supports"
            if near
            else "Check the code in the ICD-10-CM list of the date of service",
            severity=None if binding else "note",
        )
