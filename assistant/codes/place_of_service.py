"""Place of service: two digits for where a service was given, such as 11 for an office.

Issued by CMS for professional claims and item 38 of the dental claim form.

>>> validate("11")
'11'
>>> validate("2")
'02'
>>> validate("00")
Traceback (most recent call last):
    ...
assistant.domain.errors.InvalidComponent: '00' is not a place of service
"""

from __future__ import annotations

import re

from assistant.codes.clean import bare, passes
from assistant.domain.errors import InvalidComponent, InvalidFormat

_SHAPE = re.compile(r"[0-9]{2}")
_WIDTH = 2


def compact(text: str) -> str:
    """Two digits; a leading zero that a spreadsheet dropped is put back."""
    digits = bare(text)
    return digits.zfill(_WIDTH) if digits else digits


def validate(text: str) -> str:
    """The canonical code; raises ``InvalidFormat``, or ``InvalidComponent`` for 00."""
    code = compact(text)
    if not _SHAPE.fullmatch(code):
        raise InvalidFormat(f"{text!r} is not a place of service", fix="write two digits, such as 11")
    if code == "00":
        raise InvalidComponent(f"{text!r} is not a place of service", fix="write 11 for an office")
    return code


def is_valid(text: str) -> bool:
    """Whether ``text`` has the shape of a place of service code."""
    return passes(validate, text)


def format(text: str) -> str:
    """The code for showing, such as ``11``."""
    return validate(text)
