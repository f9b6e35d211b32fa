"""Rule DR70."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.rules.drafts.patient.patient_text import versions
from assistant.rules.drafts.rule import Sheet, Trouble, draft_rule

_MAY_OWE = re.compile(r"\byou may owe\b|\bplans? may pay\b", re.IGNORECASE)
_SAID = re.compile(r"\bestimate\b[^.]{0,30}\b(?:not|no) (?:a )?(?:guarantee|promise)\b", re.IGNORECASE)


@draft_rule("DR70", severity="error", source="Fee disclosure: what an estimate says")
def estimate_said(sheet: Sheet) -> Iterator[Trouble]:
    """A text that tells what a patient may owe says that it is an estimate and not a guarantee.

    Wrong: "You may owe $575.", and nothing more
    Right: "You may owe $575. This is an estimate, not a guarantee of payment."
    """
    for version in versions(sheet):
        if _MAY_OWE.search(version.text) and not _SAID.search(version.text):
            yield Trouble(
                version.first,
                f"the {version.name} tells what may be owed, and not that it is an estimate",
                'add "This is an estimate, not a guarantee of payment."',
            )
