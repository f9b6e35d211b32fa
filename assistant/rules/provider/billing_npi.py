"""Rule PR03."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule("PR03", severity="note", source="837D and 837P: the billing provider is identified by NPI", denial="CO-16")
def billing_npi(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """The billing provider's number is on the claim before it goes out.

    Wrong: no billing_provider
    Right: billing_provider 1234567893
    """
    if claim.billing_provider is None or not (claim.billing_provider.npi or "").strip():
        yield Problem("billing_provider.npi", "no billing NPI is given", "Make sure that the practice software adds it")
