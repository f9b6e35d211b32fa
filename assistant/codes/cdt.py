"""CDT: the procedure codes of dental claims, a ``D`` and four digits.

Issued by the American Dental Association; the HIPAA code set for dental services. The first digit is the
category of service, such as 2 for restorative. A new edition takes effect every January 1, and the edition in
force on the date of service decides. The nomenclature is licensed, so nothing of it is held here.

>>> validate("d2740")
'D2740'
>>> validate("D 2740")
'D2740'
>>> validate("2740")
Traceback (most recent call last):
    ...
assistant.domain.errors.InvalidFormat: '2740' is not a CDT code
>>> from_digits("2740")
'D2740'
>>> category("D2740")
'restorative'
"""

from __future__ import annotations

import re

from assistant.codes.clean import bare, passes
from assistant.domain.errors import InvalidFormat

_SHAPE = re.compile(r"D[0-9]{4}")
_DIGITS = re.compile(r"[0-9]{4}")
_ALL_NINES = "999"

#: Category of service by first digit; 5 and 6 are split by ``category``.
_CATEGORIES = (
    "diagnostic",
    "preventive",
    "restorative",
    "endodontics",
    "periodontics",
    "removable prosthodontics",
    "fixed prosthodontics",
    "oral surgery",
    "orthodontics",
    "adjunctive",
)


def compact(text: str) -> str:
    """The code without blanks, in capitals."""
    return bare(text, drop=" -")


def validate(text: str) -> str:
    """The canonical code; raises ``InvalidFormat`` unless it is a ``D`` and four digits."""
    code = compact(text)
    if not _SHAPE.fullmatch(code):
        raise InvalidFormat(f"{text!r} is not a CDT code", fix="write D and four digits, such as D2740")
    return code


def is_valid(text: str) -> bool:
    """Whether ``text`` has the shape of a CDT code."""
    return passes(validate, text)


def format(text: str) -> str:
    """The code for showing, such as ``D2740``."""
    return validate(text)


def from_digits(text: str) -> str:
    """The code when the ``D`` was left out; only for callers who know that a dental code is meant."""
    code = compact(text)
    if _DIGITS.fullmatch(code):
        return f"D{code}"
    return validate(code)


def category(text: str) -> str:
    """Category of service, told from the digits.

    >>> category("D5951"), category("D6010"), category("D6240")
    ('maxillofacial prosthetics', 'implant services', 'fixed prosthodontics')
    """
    code = validate(text)
    if code.startswith("D59"):
        return "maxillofacial prosthetics"
    if code[:3] in ("D60", "D61"):
        return "implant services"
    return _CATEGORIES[int(code[1])]


def is_by_report(text: str) -> bool:
    """Whether the code ends in 999, the unspecified procedure of its category, which needs a narrative.

    >>> is_by_report("D2999"), is_by_report("D2740")
    (True, False)
    """
    return validate(text).endswith(_ALL_NINES)
