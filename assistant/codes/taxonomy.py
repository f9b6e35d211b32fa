"""Provider taxonomy: ten characters for the kind and specialty of a provider.

Issued by the National Uniform Claim Committee twice a year. Four places name the type and classification, five
the specialty, and the last is always ``X``. There is no check digit.

>>> validate("1223g0001x")
'1223G0001X'
>>> is_dentist("1223G0001X")
True
>>> validate("1223G0001")
Traceback (most recent call last):
    ...
assistant.domain.errors.InvalidFormat: '1223G0001' is not a taxonomy code
"""

from __future__ import annotations

import re

from assistant.codes.clean import bare, passes
from assistant.domain.errors import InvalidFormat

_SHAPE = re.compile(r"[0-9]{3}[0-9A-Z][0-9A-Z]{5}X")
#: Type and classification shared by the general dentist and every dental specialty.
_DENTIST = "1223"


def compact(text: str) -> str:
    """The code without blanks, in capitals."""
    return bare(text)


def validate(text: str) -> str:
    """The canonical code; raises ``InvalidFormat``."""
    code = compact(text)
    if not _SHAPE.fullmatch(code):
        raise InvalidFormat(
            f"{text!r} is not a taxonomy code", fix="write ten characters ending in X, such as 1223G0001X"
        )
    return code


def is_valid(text: str) -> bool:
    """Whether ``text`` has the shape of a taxonomy code."""
    return passes(validate, text)


def format(text: str) -> str:
    """The code for showing."""
    return validate(text)


def is_dentist(text: str) -> bool:
    """Whether the code belongs to the dentist classification, any specialty."""
    return validate(text).startswith(_DENTIST)
