"""Rule DR72."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.recognise import codes
from assistant.rules.drafts.patient.patient_text import told
from assistant.rules.drafts.rule import Sheet, Trouble, draft_rule


@draft_rule("DR72", severity="error", source="Texts for patients: no code without a plain word")
def bare_code(sheet: Sheet) -> Iterator[Trouble]:
    """A patient reads words, not codes; a code that has no words yet is called one.

    Wrong: "D2740 was denied with CO-50."
    Right: "The plan did not pay for your crown."
    """
    for statement in told(sheet):
        found = [
            mention.quote
            for mention in codes.find(statement.text)
            if not statement.text[: mention.start].rstrip().endswith("code")
        ]
        if found:
            yield Trouble(
                statement.id,
                f"a code instead of words: {', '.join(found)}",
                "say it in words; put the code behind them only where the patient needs it",
            )
