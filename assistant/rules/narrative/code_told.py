"""Rule NR04."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "NR04",
    severity="warning",
    source="RARC N206: records do not match the claim",
    denial="CO-16/N206",
    needs="narrative",
)
def code_told(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """A code that the narrative names is on the claim or in the history.

    Wrong: narrative D2750, claim D2740
    Right: narrative D2740, claim D2740
    """
    known = {service.code for service in (*facts.services, *facts.history)} | {
        each.replace(".", "") for each in facts.diagnoses
    }
    seen: set[str] = set()
    for each in facts.told("code"):
        code = each.value.replace(".", "")
        if len(code) > 4 and code not in known and code not in seen:
            seen.add(code)
            yield Problem(
                "narrative",
                f"the narrative names {each.quote!r}, which is not on the claim",
                "Correct the code, or say that it is another service",
            )
