"""Rule FQ08."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "FQ08",
    severity="warning",
    source="https://dentalcodeology.com/blog/qa-1-d1110-vs-d4910/",
    denial="CO-B15/N682",
    codes=("D4910",),
)
def maintenance_history(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """Periodontal maintenance follows deep cleaning or periodontal surgery.

    Wrong: D4910 without either in the history
    Right: D4910 after D4341 or D4342
    """
    if not any(past.is_any(("perio_treatment", "D4910")) for past in facts.before(facts.service(line))):
        yield Problem(
            "code",
            f"{facts.title(line)} and no deep cleaning or periodontal surgery in the history",
            "Add the date of the deep cleaning (claim form item 39a) or enclose the record; D4342 counts too",
        )
