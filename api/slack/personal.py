"""What points to a patient in a message of the workspace, which channels without an agreement must not carry on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.privacy.detect import detect
from assistant.privacy.kinds import Identifier
from assistant.tables.payers import payers_in

#: Kinds that alone point to a person. A date or a payer's fax number alone does not.
_ALONE = frozenset(
    {"PERSON", "SSN", "MRN", "MEMBER", "EMAIL", "ADDRESS", "ACCOUNT", "ZIP", "CLAIM", "AGE", "AUTHORIZATION", "DEVICE"}
)
_SAID = {
    "PERSON": "a name",
    "SSN": "a social security number",
    "MRN": "a record number",
    "MEMBER": "a member id",
    "EMAIL": "an e-mail address",
    "ADDRESS": "an address",
    "ACCOUNT": "an account number",
    "ZIP": "a ZIP code",
    "CLAIM": "a claim number",
    "AGE": "an age over 89",
    "AUTHORIZATION": "an authorization number",
    "DEVICE": "a device number",
}


#: Two or three words that are written as a name is, and what no name holds.
_NAME = re.compile(r"\b[A-Z][a-z]+(?:[ ][A-Z]\.?)?[ ][A-Z][a-z]+(?:-[A-Z][a-z]+)?\b")
_NO_NAME = re.compile(
    r"\b(?:dental|health|plan|ppo|hmo|medicare|medicaid|insurance|benefits?|claims?|member|id|subscriber|patient|date|of|birth"
    r"|prior|authorization|number|policy|group|letter|denial|appeal|is|was|the|does|what|when|how)\b",
    re.IGNORECASE,
)
_NEAR = 30
#: A date after one of these is a date of birth.
_BORN = re.compile(r"\b(?:d\.?o\.?b\.?|born|birth ?date|date of birth|birthday|b-?day)\b[^.;\n]{0,12}$", re.IGNORECASE)


@dataclass(frozen=True)
class Looked:
    """``text`` without identifiers, and what they were, in words."""

    text: str
    kinds: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.kinds)


def look(text: str) -> Looked:
    """What points to a patient in ``text``; where something does, every identifier is taken out, dates too.

    >>> looked = look("Mr. Ortiz, member id NLH884213, born 5/2/1984: is D2740 covered?")
    >>> looked.text
    'Mr. [PERSON], member id [MEMBER], born [DATE]: is D2740 covered?'
    >>> looked.kinds
    ('a name', 'a member id', 'a date of birth')
    """
    found = detect(text)
    if any(_said(text, each) for each in found):
        found = _with_names(text, found)
    kinds = tuple(dict.fromkeys(said for each in found if (said := _said(text, each))))
    if not kinds:
        return Looked(text)
    pieces, position = [], 0
    for each in found:
        pieces += [text[position : each.start], f"[{each.kind}]"]
        position = each.end
    return Looked("".join((*pieces, text[position:])), kinds)


def _with_names(text: str, found: tuple[Identifier, ...]) -> tuple[Identifier, ...]:
    """The identifiers and the bare names right before one, as in ``Ana Ortiz, member id ...``."""
    names = [
        Identifier("PERSON", match[0], match.start(), match.end())
        for match in _NAME.finditer(text)
        if not any(each.start < match.end() and match.start() < each.end for each in found)
        and any(0 <= each.start - match.end() <= _NEAR for each in found)
        and not _NO_NAME.search(match[0])
        and not payers_in(match[0])
    ]
    return tuple(sorted((*found, *names), key=lambda each: each.start))


def _said(text: str, found: Identifier) -> str:
    if found.kind == "DATE":
        return "a date of birth" if _BORN.search(text, max(0, found.start - 40), found.start) else ""
    return _SAID[found.kind] if found.kind in _ALONE else ""
