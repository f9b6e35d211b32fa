"""Rule DR03."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.rules.drafts.proof import Value, values
from assistant.rules.drafts.rule import Sheet, Trouble, draft_rule

_NAMES = {
    "number": "number",
    "date": "date",
    "code": "code",
    "tooth": "tooth",
    "surface": "surface",
    "identifier": "identifier",
}


@draft_rule("DR03", severity="error", source="Law 1: proof-carrying drafts")
def values_proved(sheet: Sheet) -> Iterator[Trouble]:
    """Every code, tooth, surface, side, date, amount, measurement and identifier stands in the statement's sources.

    Wrong: "billed at $3,300.00" where the claim line says 3200.00
    Right: "billed at $3,200.00"
    """
    for statement in sheet.statements:
        proved: set[Value] = set()
        for source in statement.sources:
            proved |= sheet.proof.source_values(source)
        for kind, value in sorted(values(statement.text) - proved):
            yield Trouble(
                statement.id,
                f"the {_NAMES.get(kind, kind)} {value} has no source: {statement.text}",
                "correct it to what the source says, or add the source",
            )
