"""Rule LK02."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule
from assistant.tables.diagnosis_links import has_links, links_for


@rule("LK02", when=has_links, severity="error", source="Known pairings; see the row of the table", denial="CO-11")
def diagnosis_supports(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """One of the diagnoses explains the procedure.

    Wrong: E0486 for R06.83; D7240 for K02.9
    Right: E0486 for G47.33; D7240 for K01.1
    """
    pointed = facts.pointed(line)
    if not pointed:
        return
    rows = links_for(facts.code(line), facts.on(line))
    if any(row.relation == "not_for" and row.names(code) for row in rows for _, code in pointed):
        return  # LK01 says so, more exactly
    for row in rows:
        if row.relation != "supports" or any(row.names(code) for _, code in pointed):
            continue
        codes = ", ".join(code for _, code in pointed)
        advice = row.advice or f"diagnoses that support it begin with {', '.join(row.prefixes)}"
        yield Problem(
            "diagnosis_pointers" if line.diagnosis_pointers else "code",
            f"{codes} does not explain {facts.title(line)}",
            f"Point to the diagnosis that the record shows; {advice}",
            severity=row.severity if facts.claim.lane == "medical" or row.severity != "error" else "warning",
            source=row.source,
        )
