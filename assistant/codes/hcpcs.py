"""HCPCS Level II: supplies, drugs and services that CPT lacks, a letter and four digits.

Issued by the Centers for Medicare & Medicaid Services, updated every quarter and public, except that its ``D``
section is the CDT of the American Dental Association: a ``D`` code belongs to ``assistant.codes.cdt``.

>>> validate("e0486")
'E0486'
>>> validate("D2740")
Traceback (most recent call last):
    ...
assistant.domain.errors.InvalidComponent: 'D2740' is a CDT code, not HCPCS
>>> validate("X1234")
Traceback (most recent call last):
    ...
assistant.domain.errors.InvalidComponent: HCPCS has no section X: 'X1234'
"""

from __future__ import annotations

import re

from assistant.codes.clean import bare, passes
from assistant.domain.errors import InvalidComponent, InvalidFormat

_SHAPE = re.compile(r"[A-Z][0-9]{4}")
#: First letters in national use; D is CDT, the rest are free or were local codes until 2003.
SECTIONS = frozenset("ABCEGHJKLMPQRSTUV")


def compact(text: str) -> str:
    """The code without blanks, in capitals."""
    return bare(text, drop=" -")


def validate(text: str) -> str:
    """The canonical code; raises ``InvalidFormat``, or ``InvalidComponent`` for a letter without a section."""
    code = compact(text)
    if not _SHAPE.fullmatch(code):
        raise InvalidFormat(f"{text!r} is not a HCPCS code", fix="write a letter and four digits, such as E0486")
    if code[0] == "D":
        raise InvalidComponent(f"{text!r} is a CDT code, not HCPCS", fix="use it as a dental procedure code")
    if code[0] not in SECTIONS:
        raise InvalidComponent(f"HCPCS has no section {code[0]}: {text!r}", fix="check the first letter")
    return code


def is_valid(text: str) -> bool:
    """Whether ``text`` has the shape of a HCPCS code outside the dental section."""
    return passes(validate, text)


def format(text: str) -> str:
    """The code for showing, such as ``E0486``."""
    return validate(text)
