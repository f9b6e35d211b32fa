"""How a text stands: what the light above it says, why it cannot be signed, why it cannot be made at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from api.http.page.wording import plainly
from assistant.domain.draft import Draft, DraftStatus
from assistant.domain.finding import Finding
from assistant.domain.stored import StoredDraft

_LINE = re.compile(r"line (\d+)")
#: States in which no signature is taken, and why.
_UNSIGNED: dict[str, str] = {
    "blocked": "Cannot be signed or copied while something in it has no proof; files of it bear the draft mark.",
    "not_found": "Cannot be signed: there is nothing to rest it on.",
}


def told(findings: Sequence[Finding]) -> str:
    """What stands against a text, its first place named; empty where nothing does."""
    errors = [each for each in findings if each.severity == "error"]
    if not errors:
        return ""
    first = next((each for each in errors if line_of(each)), errors[0])
    place = f". Line {line_of(first)}" if line_of(first) else ""
    return f"{len(errors)} without proof{place}: {plainly(first.message).rstrip('.')}."


def unsigned(state: DraftStatus) -> str:
    """Why a text in this state cannot be signed; empty where a signature may be tried."""
    return _UNSIGNED.get(state, "")


def line_of(finding: Finding) -> int:
    """The line of the text that a finding speaks of, 0 where it speaks of none."""
    match = _LINE.fullmatch(finding.where)
    return int(match[1]) if match else 0


def looked_at(checked: Draft) -> dict[str, Any]:
    """What the page shows of a text that was just checked."""
    return {
        "status": checked.status,
        "told": told(checked.findings),
        "unsigned": unsigned(checked.status),
        "findings": [
            {
                "severity": each.severity,
                "where": each.where,
                "line": line_of(each),
                "message": plainly(each.message),
                "fix": plainly(each.fix),
            }
            for each in checked.findings
        ],
        "open": [plainly(each.ask or each.text) for each in checked.placeholders],
    }


def not_made(stored: StoredDraft) -> tuple[Finding, ...]:
    """Why there is no text, the kind's own reasons and not the claim's; empty where there is one."""
    if stored.status != "not_found" or stored.draft.statements or stored.edited is not None:
        return ()
    grave = [each for each in stored.draft.findings if each.severity != "note"]
    return tuple(each for each in grave if "[" not in each.where) or tuple(grave)
