"""Identifiers in a question: taken out before anything is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.privacy.detect import detect
from assistant.privacy.kinds import KnownValue

#: Kinds that point to a person. A date of service, an age or a payer's telephone alone does not.
_PERSONAL = frozenset({"PERSON", "SSN", "MRN", "MEMBER", "EMAIL", "ADDRESS", "ACCOUNT", "ZIP"})
#: A telephone is the patient's where the text names a person; alone it may be the payer's.
_BESIDE_A_PERSON = frozenset({"PHONE", "FAX"})
#: What makes a day the day of birth.
_BORN = re.compile(
    r"(?:\bd\.?o\.?b\.?|\bborn(?: on)?|\bbirth ?(?:date|day)|\bdate of birth)\W{0,3}(?:is |was )?$", re.IGNORECASE
)


def all_without_identifiers(*texts: str) -> tuple[str, ...]:
    """Texts that belong together without what points to a person; who is named in one of them is met in all.

    >>> all_without_identifiers("patient Quillon Vantreight: crown?", "Quillon Vantreight was glad")
    ('patient [PERSON]: crown?', '[PERSON] was glad')
    """
    people = {each.quote for text in texts for each in detect(text) if each.kind == "PERSON"}
    known = tuple(KnownValue("PERSON", name) for name in sorted(people))
    return tuple(without_identifiers(text, known)[0] for text in texts)


def without_identifiers(text: str, known: Iterable[KnownValue] = ()) -> tuple[str, bool]:
    """``text`` with ``[PERSON]`` and so on in place of what points to a person, and whether there was any.

    >>> without_identifiers("Mr. Ortiz, member id NLH884213: is D2740 covered?")
    ('Mr. [PERSON], member id [MEMBER]: is D2740 covered?', True)
    >>> without_identifiers("dob 3/9/1971, crown on 11/02/2026")
    ('dob [DATE], crown on 11/02/2026', True)
    """
    pieces: list[str] = []
    position = 0
    everything = detect(text, known)
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
