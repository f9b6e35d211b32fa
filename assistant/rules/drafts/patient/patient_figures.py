"""Rule DR66."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.recognise import money, percent
from assistant.rules.drafts.patient.patient_text import told
from assistant.rules.drafts.proof import Value, values
from assistant.rules.drafts.rule import Sheet, Trouble, draft_rule


@draft_rule("DR66", severity="error", source="Texts for patients: every number links to a line")
def patient_figures(sheet: Sheet) -> Iterator[Trouble]:
    """Every amount and percent of a patient's text comes from a line of the estimate or of the plan's answer.

    Wrong: "You may owe $575.", proved by a chart note alone
    Right: the same, from the line of the estimate that says so
    """
    for statement in told(sheet):
        traced: set[Value] = set()
        for source in statement.sources:
            if source.kind == "calculation":
                traced |= sheet.proof.source_values(source)
        for mention in (*money.find(statement.text), *percent.find(statement.text)):
            if not values(mention.quote) <= traced:
                yield Trouble(
                    statement.id,
                    f"{mention.quote} points to no line of the estimate or of the plan's answer",
                    "take the amount from the estimate, or leave it out",
                )
