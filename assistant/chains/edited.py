"""A letter that a person has edited, judged by the evidence of its case."""

from __future__ import annotations

from assistant.chains.finish import Drafted
from assistant.domain.draft import Draft
from assistant.domain.finding import Finding
from assistant.recognise.placeholders import placeholders
from assistant.rules.drafts import check_edited as check_changes


def check_edited(text: str, drafted: Drafted) -> Draft:
    """The case's draft with ``text`` in place of its own, and what was changed without proof.

    ``status`` is ``blocked`` where a change has no proof; a placeholder that was filled in
    counts as settled only when the value stands in the case.
    """
    fresh = drafted.draft
    changes = check_changes(text, fresh.text, drafted.sheet)
    still_open = {what.casefold() for what in placeholders(text)}
    marks = tuple(mark for mark in fresh.placeholders if any(w in mark.text.casefold() for w in still_open))
    kept = tuple(finding for finding in fresh.findings if not _settled(finding, still_open))
    status = "blocked" if any(f.severity == "error" for f in changes) else fresh.status
    return fresh.model_copy(
        update={"text": text, "findings": (*changes, *kept), "placeholders": marks, "status": status}
    )


def _settled(finding: Finding, still_open: set[str]) -> bool:
    """A placeholder's warning goes with the placeholder."""
    prefix = "still needed: "
    return finding.message.startswith(prefix) and finding.message.removeprefix(prefix).casefold() not in still_open
