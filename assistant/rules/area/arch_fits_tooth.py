"""Rule AR06."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule


@rule(
    "AR06",
    severity="error",
    source="Code structure: the arch is in the code",
    denial="CO-16/N39",
    needs="tooth",
    about=lambda procedure: bool(procedure.arch),
)
def arch_fits_tooth(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """A code for one arch lists teeth of that arch.

    Wrong: D5213, an upper partial, with tooth 19
    Right: D5213 with tooth 3
    """
    found = facts.procedure(line)
    if found is None:
        return
    wrong = [each.universal for each in facts.teeth(line) if each.arch != found.arch]
    if wrong:
        yield Problem(
            "tooth",
            f"{found} is for the {found.arch} arch; tooth {', '.join(wrong)} is not in it",
            "Correct the code or the teeth",
            severity=None if found.sure else "warning",
        )
