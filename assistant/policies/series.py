"""Which documents are versions of one policy, when none of them says so."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from assistant.domain.policy import PolicyDocument

#: What marks a version in a name: a year, a day, a number of the edition.
_DATED = re.compile(
    r"(?<![a-z0-9])(?:(?:19|20)\d{2}(?:[-_. ]?[01]\d(?:[-_. ]?[0-3]\d)?)?"
    r"|(?:v|ver|version|rev|revision|edition)[-_. ]?\d{1,3}"
    r"|(?:final|draft|new|old|current|updated))(?![a-z0-9])",
    re.IGNORECASE,
)

#: Titles that many documents of a payer may bear join no versions.
_WORDS = 2


def undated(name: str) -> str:
    """A file name, title or policy number without what tells its versions apart.

    >>> undated("Crowns 2026-01"), undated("LMD-MAN-2026"), undated("manual_v2")
    ('Crowns', 'LMD-MAN', 'manual')
    """
    return " ".join(_DATED.sub(" ", name.replace("_", " ")).strip(" -_.").split())


def version_of(values: Mapping[str, Any], earlier: Collection[PolicyDocument]) -> PolicyDocument | None:
    """The latest document held that is another version of ``values``: same payer and plan, same number or title."""
    own = _names(values.get("policy_number"), values.get("title"))
    found = [
        document
        for document in earlier
        if document.payer == values["payer"]
        and document.plan == values.get("plan")
        and document.kind == values.get("kind", "policy")
        and document.id != values.get("id")
        and own & _names(document.policy_number, document.title)
    ]
    return max(found, key=lambda document: (document.effective_from is not None, document.effective_from), default=None)


def _names(number: Any, title: Any) -> set[str]:
    """The number without its year, else the title where it has words enough."""
    if number:
        return {f"number {undated(str(number)).casefold()}"}
    plain = undated(str(title or "")).casefold()
    return {plain} if len(plain.split()) >= _WORDS else set()
