"""A letter that a person has edited, judged by the evidence of its case."""

from __future__ import annotations

from assistant.chains.finish import Drafted
from assistant.domain.draft import Draft, DraftStatus
from assistant.domain.finding import Finding
from assistant.recognise.placeholders import placeholders
from assistant.rules.drafts import check_edited as check_changes


def check_edited(text: str, drafted: Drafted) -> Draft:
    """The case's draft with ``text`` in place of its own, and what was changed without proof.

    ``status`` is ``blocked`` where a change has no proof; what was left out makes it
    ``needs_review``. A placeholder that was filled in counts as settled only when the value
    stands in the case.
    """
    fresh = drafted.draft
    changes = check_changes(text, fresh.text, drafted.sheet)
    still_open = {what.casefold() for what in placeholders(text)}
    marks = tuple(mark for mark in fresh.placeholders if any(w in mark.text.casefold() for w in still_open))
    kept = tuple(finding for finding in fresh.findings if not _settled(finding, still_open))
    status = _status(fresh, changes)
    return fresh.model_copy(
        update={"text": text, "findings": (*changes, *kept), "placeholders": marks, "status": status}
    )


def _status(fresh: Draft, changes: tuple[Finding, ...]) -> DraftStatus:
    """What was changed without proof blocks; what a person should look at makes a ready letter one to review."""
    if any(finding.severity == "error" for finding in changes):
        return "blocked"
    doubtful = any(finding.severity == "warning" for finding in changes)
    return "needs_review" if fresh.status == "ready" and doubtful else fresh.status


def _settled(finding: Finding, still_open: set[str]) -> bool:
    """A placeholder's warning goes with the placeholder."""
    prefix = "still needed: "
    return finding.message.startswith(prefix) and finding.message.removeprefix(prefix).casefold() not in still_open
