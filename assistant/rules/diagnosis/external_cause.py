"""Rule DX09."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule
from assistant.tables.diagnosis_links import plays


@rule(
    "DX09",
    severity="warning",
    source="ICD-10-CM guidelines I.C.20",
    denial="CO-16/M76",
    lane="medical",
    needs="diagnoses",
)
def external_cause(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """A fresh injury on a medical claim comes with the cause of the injury.

    Wrong: S02.5XXA alone
    Right: S02.5XXA with W19.XXXA
    """
    fresh = [
        (index, code) for index, code in enumerate(facts.diagnoses) if plays(code, "injury") and code[-1:] in ("A", "B")
    ]
    if fresh and not any(plays(code, "external_cause") for code in facts.diagnoses if code):
        index, code = fresh[0]
        yield Problem(
            f"diagnoses[{index}]",
            f"{code} is an injury and no code says how it happened",
            "Add the external-cause code (V00-Y99) that the record supports; many plans ask for it",
        )
