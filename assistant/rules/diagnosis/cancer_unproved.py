"""Rule DX14."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule
from assistant.tables.diagnosis_links import plays


@rule(
    "DX14",
    severity="warning",
    source="ICD-10-CM guidelines IV.H: what is only suspected is not coded as proved",
    denial="CO-11",
    needs="diagnoses",
)
def cancer_unproved(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """Cancer is coded once pathology has proved it, not on the claim of the first biopsy.

    Wrong: 41100 for C02.1, no pathology report
    Right: 41100 for D37.02
    """
    biopsy = any(each.is_any(("medical_biopsy", "tissue_biopsy")) for each in facts.services)
    proved = any(each.kind and each.kind.name == "pathology_report" for each in facts.enclosures)
    if not biopsy or proved:
        return
    for index, code in enumerate(facts.diagnoses):
        if code and plays(code, "malignant"):
            yield Problem(
                f"diagnoses[{index}]",
                f"{code} says proved cancer on the claim of a biopsy",
                "Code the lesion as seen until the report is in; with the report in hand, enclose it",
            )
