"""CPT: the procedure codes of medical claims, five characters.

Issued by the American Medical Association. Category I is five digits; category II ends in ``F`` (performance
measures) and category III in ``T`` (new technology); laboratory and vaccine families end in ``U``, ``M`` or
``A``. A new edition takes effect every January 1. The descriptors are licensed, so none are held here.

>>> validate(" 99213 ")
'99213'
>>> validate("0213t")
'0213T'
>>> category("0213T")
'III'
>>> validate("9921")
Traceback (most recent call last):
    ...
assistant.domain.errors.InvalidFormat: '9921' is not a CPT code
"""

from __future__ import annotations

import re

from assistant.codes.clean import bare, passes
from assistant.domain.errors import InvalidComponent, InvalidFormat

_SHAPE = re.compile(r"[0-9]{4}[0-9A-Z]")
_CATEGORY_BY_LAST = {"F": "II", "T": "III", "U": "I", "M": "I", "A": "I"}


def compact(text: str) -> str:
    """The code without blanks, in capitals."""
    return bare(text)


def validate(text: str) -> str:
    """The canonical code; raises ``InvalidFormat`` or, for a letter that no category uses, ``InvalidComponent``."""
    code = compact(text)
    if not _SHAPE.fullmatch(code):
        raise InvalidFormat(f"{text!r} is not a CPT code", fix="write five characters, such as 99213 or 0213T")
    if code[-1].isalpha() and code[-1] not in _CATEGORY_BY_LAST:
        raise InvalidComponent(f"no CPT category ends in {code[-1]}: {text!r}", fix="check the last character")
    return code


def is_valid(text: str) -> bool:
    """Whether ``text`` has the shape of a CPT code."""
    return passes(validate, text)


def format(text: str) -> str:
    """The code for showing, such as ``99213``."""
    return validate(text)


def category(text: str) -> str:
    """``I``, ``II`` or ``III``, told from the last character."""
    return _CATEGORY_BY_LAST.get(validate(text)[-1], "I")
