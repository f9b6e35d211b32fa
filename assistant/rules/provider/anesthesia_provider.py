"""Rule PR06."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "PR06",
    severity="warning",
    source="https://mn-policies.exploremyplan.com/portal/web/mn-policies/-/mp-243?print=1",
    denial="CO-170/N95",
    lane="medical",
    codes=("00170", "00172", "00176"),
)
def anesthesia_provider(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """Anaesthesia codes belong to an anaesthesia provider who does not also do the dentistry.

    Wrong: 00170 beside D7240 on one claim
    Right: 00170 alone
    """
    others = [
        service.code
        for service in facts.services
        if service.code != facts.code(line) and not service.is_any(("any_sedation",))
    ]
    if others:
        yield Problem(
            "code",
            f"{facts.title(line)} stands beside {others[0]} of the same provider",
            "The operating dentist reports the dental anaesthesia code; the anaesthesia provider bills apart",
        )
