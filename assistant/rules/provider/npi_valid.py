"""Rule PR01."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.reading import read_npi
from assistant.rules.rule import Problem, rule


@rule("PR01", severity="error", source="45 CFR 162.406: ten digits, the last a check digit", denial="CO-16")
def npi_valid(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """A provider number has ten digits and a fitting check digit.

    Wrong: 1234567890
    Right: 1234567893
    """
    for role in ("billing_provider", "rendering_provider", "referring_provider"):
        provider = getattr(claim, role)
        if provider is None or not provider.npi:
            continue
        error = read_npi(provider.npi).error
        if error is not None:
            yield Problem(f"{role}.npi", error.message, error.fix[:1].upper() + error.fix[1:])
