"""Rule DR24."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.rules.drafts.edited.edited_blank import filled_blank
from assistant.rules.drafts.proof import folded, value_order
from assistant.rules.drafts.rule import EditedSheet, Trouble, draft_rule

_NAME = re.compile(r"\b[A-Z][a-z]+(?:['’-]?[A-Z]?[a-z]+)*\b")
#: The first word of a sentence is a name where another capital follows it.
_STARTS_NAME = re.compile(r"\W*[A-Z][\w'’-]* (?:[A-Z]\. )?[A-Z]")
_SHORTEST = 3
#: A person, by what stands before or after the name.
_PERSON = re.compile(
    r"\b(?:Drs?|Mr|Mrs|Ms|Prof|Professor|Doctor|Nurse|Attorney|Judge|Surgeon)\.? "
    r"(?P<name>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)"
    r"|\b(?P<titled>(?:[A-Z][\w'’-]+ (?:[A-Z]\. )?)?[A-Z][\w'’-]+),? (?:MD|DO|DDS|DMD|RN|NP|PA|PhD)\b"
)


@draft_rule("DR24", severity="error", source="Law 1: proof-carrying drafts")
def edited_name(edited: EditedSheet) -> Iterator[Trouble]:
    """A name in a proved sentence is not exchanged for one that the case does not hold, and no person is added.

    On a line of its own, as in the reference lines and the signature, it is not exchanged at all.

    Wrong: "Interpreted by Mara Ellison" turned into "Interpreted by Clara Ellison"
    Right: the name as the paper has it
    """
    for change in edited.changes:
        if filled_blank(change) or (change.alone and folded(change.text) in folded(edited.sheet.proof.policy_text)):
            continue
        before, now = _names(change.before), _names(change.text)
        gone = [name for name in before if name.casefold() not in change.text.casefold()]
        new = [name for name in now if name.casefold() not in change.before.casefold()]
        if not change.alone:
            new = [name for name in new if not edited.sheet.proof.holds_wording(name)]
        if gone and new:
            yield Trouble(change.where, f"the name {gone[0]!r} became {new[0]!r}", f"write {gone[0]!r} again")
            continue
        for match in _PERSON.finditer(change.text):
            name = match["name"] or match["titled"]
            if name.casefold() not in change.before.casefold() and not edited.sheet.proof.holds_wording(name):
                yield Trouble(change.where, f"no paper names {match.group()!r}", "take the name out, or add the paper")


def _names(text: str) -> list[str]:
    """Capitalised words that are not capitalised for standing first."""
    text = value_order(text).frame  # months are no names
    found = [match for match in _NAME.finditer(text) if len(match.group()) >= _SHORTEST]
    if found and not text[: found[0].start()].strip(" \"“'(") and not _STARTS_NAME.match(text):
        found = found[1:]
    return [match.group() for match in found]
