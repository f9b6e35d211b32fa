"""Rule PR02."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.codes import taxonomy
from assistant.domain.claim import Claim
from assistant.domain.errors import CodeError
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule

#: Dentists, hygienists, dental therapists and assistants, denturists, dental clinics.
DENTAL = ("122", "124Q", "125", "126", "261QD")


@rule(
    "PR02",
    severity="error",
    source="NUCC taxonomy: ten characters ending in X; 1223 is the dentist classification",
    denial="CO-8",
)
def taxonomy_valid(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """A taxonomy code is well formed, and on a dental claim it belongs to a dentist or a hygienist.

    Wrong: 1223G0001; 207Q00000X on a dental claim
    Right: 1223G0001X
    """
    for role in ("billing_provider", "rendering_provider", "referring_provider"):
        provider = getattr(claim, role)
        if provider is None or not provider.taxonomy:
            continue
        try:
            code = taxonomy.validate(provider.taxonomy)
        except CodeError as error:
            yield Problem(f"{role}.taxonomy", error.message, error.fix[:1].upper() + error.fix[1:])
            continue
        if role == "rendering_provider" and claim.lane == "dental" and not code.startswith(DENTAL):
            yield Problem(
                f"{role}.taxonomy",
                f"taxonomy {code} is not a dental provider",
                "Use the taxonomy under which the provider is enrolled, such as 1223G0001X",
                severity="warning",
            )
