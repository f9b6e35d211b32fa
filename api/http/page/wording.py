"""The words of the page for what the rest of the product calls by the names of its files and options."""

from __future__ import annotations

import re
from typing import get_args

from api.http.page.fields import FUNDING, KINDS, LABELS
from assistant.domain.draft import DraftKind
from assistant.tables.conversations import conversations

#: Names of the case file and options of the command line, and where the page has the same.
_PLACES: dict[str, str] = {
    "coverages": "Coverages of the claim",
    "attachments": "Papers",
    "documents": "Papers",
    "history": "Earlier services of the claim",
    "missing_teeth": "Missing teeth of the claim",
    "policy_number": "policy number",
    "effective_from": "first day in force",
    "effective_through": "last day in force",
    "next_step": "next step",
}
_KINDS = frozenset((*KINDS, *FUNDING, *get_args(DraftKind)))
_PHRASES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"correct it with an option or in a sidecar file"), "correct it in the form below"),
    (re.compile(r"(?:with|by) --about\b"), "under Options"),
    (re.compile(r"draft again with --(\w+)"), r"choose the \1 under Options and draft again"),
    (re.compile(r"(?<=enter )the facts? (?=`?[a-z])"), ""),
    (re.compile(r"(?<=enter )`?(\w+)`? as a fact\b"), r"\1"),
)
_LISTED = re.compile(r"(?<=name one of )[a-z_]+(?:, [a-z_]+)+")
#: What somebody else wrote, and the name of a file: both stay as they are.
_QUOTED = r"(?<!\w)'[^'\n]*'(?!\w)|\"[^\"\n]*\"|\u201c[^\u201d\n]*\u201d"
_NAME = re.compile(
    rf"(?P<quoted>{_QUOTED})|`?\b(?:claim\.|practice\.|facts\.)?(?P<name>[a-z]+(?:_[a-z]+)+|[a-z]+(?=`))\b(?!\.\w)`?"
)


def plainly(text: str) -> str:
    """A message or a fix as the page says it: a field by its label, an option by its place.

    >>> plainly("compare it with the notice; enter the fact appeals_address where it differs")
    'compare it with the notice; enter \u201cAppeals address\u201d where it differs'
    >>> plainly("name a paper with --about")
    'name a paper under Options'
    """
    for pattern, words in _PHRASES:
        text = pattern.sub(words, text)
    text = _LISTED.sub(lambda match: ", ".join(_titled(name) for name in match[0].split(", ")), text)
    return _NAME.sub(_label, text)


def _titled(name: str) -> str:
    return next((f"\u201c{each.title}\u201d" for each in conversations() if each.id == name), name)


def _label(match: re.Match[str]) -> str:
    name = match["name"]
    if name is None:
        return match["quoted"]
    if name in LABELS:
        return f"\u201c{LABELS[name]}\u201d"
    title = _PLACES.get(name) or next((each.title for each in conversations() if each.id == name), None)
    ours = name in _KINDS or match[0] != name  # a name in backquotes, or below a part of the case file
    return title or (match[0].replace("_", " ").strip("`") if ours else name)
