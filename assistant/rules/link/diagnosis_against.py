"""Rule LK01."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule
from assistant.tables.diagnosis_links import has_links, links_for


@rule("LK01", when=has_links, severity="error", source="Meaning of the codes; see the row of the table", denial="CO-11")
def diagnosis_against(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """A procedure is not billed for a condition that its code shuts out.

    Wrong: 21085 for M26.621; D9944 for G47.33
    Right: D7880 for M26.621; D9944 for G47.63
    """
    if not facts.claim.diagnoses:
        return
    rows = links_for(facts.code(line), facts.on(line))
    pointed = facts.pointed(line)
    supported = any(row.relation == "supports" and row.names(code) for row in rows for _, code in pointed)
    if supported:
        return
    for row in rows:
        for index, code in pointed:
            if row.relation == "not_for" and row.names(code):
                where = "diagnosis_pointers" if line.diagnosis_pointers else "code"
                yield Problem(
                    where,
                    f"{facts.title(line)} is not for {code} (diagnosis {index + 1})",
                    row.advice[:1].upper() + row.advice[1:],
                    severity=row.severity,
                    source=row.source,
                )
                break
