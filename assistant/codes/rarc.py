"""RARC: remittance advice remark codes, what exactly a payer found missing or wrong.

Maintained by CMS, published with the X12 code lists (https://x12.org/codes). ``M``, ``MA`` or ``N`` and one to
three digits; the ``MA`` series is written with at least two digits.

>>> validate("n115")
'N115'
>>> validate("MA1")
'MA01'
>>> validate("M076")
'M76'
>>> validate("CO50")
Traceback (most recent call last):
    ...
assistant.domain.errors.InvalidFormat: 'CO50' is not a RARC
"""

from __future__ import annotations

import re

from assistant.codes.clean import bare, passes
from assistant.domain.errors import InvalidFormat

_SHAPE = re.compile(r"(MA|M|N)0*([1-9][0-9]{0,2})")
_PADDED_SERIES = "MA"


def compact(text: str) -> str:
    """The code without blanks, in capitals, zeros as the official list prints them."""
    code = bare(text, drop=" -")
    match = _SHAPE.fullmatch(code)
    if match is None:
        return code
    series, number = match.groups()
    return series + (number.zfill(2) if series == _PADDED_SERIES else number)


def validate(text: str) -> str:
    """The canonical code; raises ``InvalidFormat``."""
    code = compact(text)
    if not _SHAPE.fullmatch(code):
        raise InvalidFormat(f"{text!r} is not a RARC", fix="write M, MA or N and a number, such as N115")
    return code


def is_valid(text: str) -> bool:
    """Whether ``text`` has the shape of a RARC."""
    return passes(validate, text)


def format(text: str) -> str:
    """The code for showing, such as ``N115``."""
    return validate(text)
