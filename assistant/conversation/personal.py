"""Identifiers in a question: taken out before anything is kept."""

from __future__ import annotations

import re

from assistant.privacy.detect import detect

#: Kinds that point to a person. A date of service, an age or a payer's telephone alone does not.
_PERSONAL = frozenset({"PERSON", "SSN", "MRN", "MEMBER", "EMAIL", "ADDRESS", "ACCOUNT", "ZIP"})
#: A telephone is the patient's where the text names a person; alone it may be the payer's.
_BESIDE_A_PERSON = frozenset({"PHONE", "FAX"})
#: What makes a day the day of birth.
_BORN = re.compile(
    r"(?:\bd\.?o\.?b\.?|\bborn(?: on)?|\bbirth ?(?:date|day)|\bdate of birth)\W{0,3}(?:is |was )?$", re.IGNORECASE
)


def without_identifiers(text: str) -> tuple[str, bool]:
    """``text`` with ``[PERSON]`` and so on in place of what points to a person, and whether there was any.

    >>> without_identifiers("Mr. Ortiz, member id NLH884213: is D2740 covered?")
    ('Mr. [PERSON], member id [MEMBER]: is D2740 covered?', True)
    >>> without_identifiers("dob 3/9/1971, crown on 11/02/2026")
    ('dob [DATE], crown on 11/02/2026', True)
    """
    pieces: list[str] = []
    position = 0
    everything = detect(text)
    personal = any(each.kind in _PERSONAL for each in everything)
    found = [
        each
        for each in everything
        if each.kind in _PERSONAL
        or (personal and each.kind in _BESIDE_A_PERSON)
        or (each.kind == "DATE" and _BORN.search(text[: each.start]))
    ]
    for each in found:
        pieces += (text[position : each.start], f"[{each.kind}]")
        position = each.end
    return "".join((*pieces, text[position:])), bool(found)
