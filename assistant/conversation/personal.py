"""Identifiers in a question: taken out before anything is kept."""

from __future__ import annotations

from assistant.privacy.detect import detect

#: Kinds that point to a person. A date of service, an age or a payer's telephone alone does not.
_PERSONAL = frozenset({"PERSON", "SSN", "MRN", "MEMBER", "EMAIL", "ADDRESS", "ACCOUNT", "ZIP"})


def without_identifiers(text: str) -> tuple[str, bool]:
    """``text`` with ``[PERSON]`` and so on in place of what points to a person, and whether there was any.

    >>> without_identifiers("Mr. Ortiz, member id NLH884213: is D2740 covered?")
    ('Mr. [PERSON], member id [MEMBER]: is D2740 covered?', True)
    """
    pieces: list[str] = []
    position = 0
    found = [each for each in detect(text) if each.kind in _PERSONAL]
    for each in found:
        pieces += (text[position : each.start], f"[{each.kind}]")
        position = each.end
    return "".join((*pieces, text[position:])), bool(found)
