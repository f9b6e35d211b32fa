"""Rule PR05."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "PR05",
    severity="error",
    source="https://cms.gov/medicare-coverage-database/details/article-details.aspx?articleId=52512",
    denial="CO-170/N95",
    needs="lines",
)
def supplier_tests(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """Who supplies a sleep appliance does no part of the home sleep test under Medicare.

    Wrong: G0399 and E0486 by one provider, Medicare
    Right: E0486 alone
    """
    tests = [service for service in facts.services if service.is_any(("home_sleep_test", "D9956"))]
    done = (*facts.services, *facts.history) if tests else ()
    if any(each.is_any(("sleep_appliance", "sleep_device")) for each in done):
        for service in tests:
            yield Problem(
                f"lines[{service.index}].code",
                f"{service.code} is a home sleep test by the supplier of the appliance",
                "Leave the test, its delivery and its pick-up to another provider",
                severity=None if facts.is_medicare else "warning",
            )
