"""Modifiers: two characters after a CPT or HCPCS code that say how it was done.

CPT modifiers are two digits and belong to the American Medical Association; HCPCS modifiers carry a letter and
are public. A CDT line has no modifier of its own, except where a payer borrows one (Medicare's KX).

>>> validate("kx")
'KX'
>>> validate("-59")
'59'
>>> validate("KXX")
Traceback (most recent call last):
    ...
assistant.domain.errors.InvalidFormat: 'KXX' is not a modifier
"""

from __future__ import annotations

import re

from assistant.codes.clean import bare, passes
from assistant.domain.errors import InvalidFormat

_SHAPE = re.compile(r"[0-9A-Z]{2}")


def compact(text: str) -> str:
    """The modifier without blanks or the hyphen that joins it to its code."""
    return bare(text).removeprefix("-")


def validate(text: str) -> str:
    """The canonical modifier; raises ``InvalidFormat`` unless it is two letters or digits."""
    code = compact(text)
    if not _SHAPE.fullmatch(code) or code == "00":
        raise InvalidFormat(f"{text!r} is not a modifier", fix="write two letters or digits, such as KX or 59")
    return code


def is_valid(text: str) -> bool:
    """Whether ``text`` has the shape of a modifier."""
    return passes(validate, text)


def format(text: str) -> str:
    """The modifier for showing, such as ``KX``."""
    return validate(text)


def split(text: str) -> tuple[str, tuple[str, ...]]:
    """A code as people write it with its modifiers, taken apart.

    >>> split("E0486-NU-KX")
    ('E0486', ('NU', 'KX'))
    >>> split("99213 25")
    ('99213', ('25',))
    """
    head, *tail = re.split(r"[\s\-,:]+", bare(text, drop="").strip())
    return head, tuple(validate(part) for part in tail)
