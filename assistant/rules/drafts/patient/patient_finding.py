"""Rule DR67."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.rules.drafts.patient.patient_text import told
from assistant.rules.drafts.rule import Sheet, Trouble, draft_rule
from assistant.tables.wording import clinical


@draft_rule("DR67", severity="error", source="Law 1: proof-carrying drafts")
def patient_finding(sheet: Sheet) -> Iterator[Trouble]:
    """A text for a patient states no finding or care that its own sources do not name.

    Wrong: "Your tooth has severe decay.", with a claim line as its source
    Right: "This page tells you what to expect for your crown."
    """
    for statement in told(sheet):
        proved = clinical(" ".join(source.quote for source in statement.sources))
        if unproved := sorted(clinical(statement.text) - proved):
            yield Trouble(
                statement.id,
                f"nothing here proves {', '.join(unproved)}: {statement.text}",
                "leave it to the clinician, or add the paper that says so",
            )
