"""Rule DX16."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule("DX16", severity="note", source="ICD-10-CM changes on October 1 and April 1", needs="diagnoses")
def release_behind(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """The loaded ICD-10-CM release speaks for the date of service, or the report says that it does not.

    Wrong: service 2026-11-12, release until 2026-09-30
    Right: service 2026-06-10, release until 2026-09-30
    """
    if facts.icd is None:
        yield Problem(
            "diagnoses",
            "no ICD-10-CM list is loaded, so diagnoses were judged by form alone",
            "Run `claimwright setup`",
        )
        return
    caveat = facts.icd.release.caveat(facts.first_day)
    if caveat:
        yield Problem(
            "diagnoses",
            f"the diagnoses were checked as far as the list goes: {caveat}",
            "Load the release of the date of service with `claimwright tables`",
        )
