"""CARC: claim adjustment reason codes, why a payer paid something other than was billed.

Maintained with X12 (https://x12.org/codes). One to three digits, or a letter of the older series and one or two
digits (``A1``, ``B7``, ``P12``). A remittance puts a group code before it that says who bears the amount.

>>> validate("050")
'50'
>>> validate("a1")
'A1'
>>> with_group("CO-50")
GroupedReason(group='CO', carc='50')
>>> validate("N115")
Traceback (most recent call last):
    ...
assistant.domain.errors.InvalidFormat: 'N115' is not a CARC
"""

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.codes.clean import bare, passes
from assistant.domain.errors import InvalidFormat

_SHAPE = re.compile(r"[1-9][0-9]{0,2}|[ABDPWY](0|[1-9][0-9]?)")
_DIGITS = 3
_GROUPED = re.compile(r"(CO|PR|OA|PI|CR)(.+)")

#: Group codes: contractual, patient, other adjustment, payer initiated, and the retired correction.
GROUPS = ("CO", "PR", "OA", "PI", "CR")


class GroupedReason(NamedTuple):
    """A reason with the group that a remittance puts before it; ``group`` is ``None`` when not written."""

    group: str | None
    carc: str


def compact(text: str) -> str:
    """The code without blanks and leading zeros, in capitals."""
    code = bare(text)
    return code.lstrip("0") if code.isdigit() and len(code) <= _DIGITS else code


def validate(text: str) -> str:
    """The canonical code; raises ``InvalidFormat``."""
    code = compact(text)
    if not _SHAPE.fullmatch(code):
        raise InvalidFormat(f"{text!r} is not a CARC", fix="write one to three digits, such as 50, or a code like A1")
    return code


def is_valid(text: str) -> bool:
    """Whether ``text`` has the shape of a CARC."""
    return passes(validate, text)


def format(text: str) -> str:
    """The code for showing, such as ``50``."""
    return validate(text)


def with_group(text: str) -> GroupedReason:
    """A reason as remittances print it, ``CO-50``, ``CO50`` or ``50``, taken apart."""
    match = _GROUPED.fullmatch(bare(text, drop=" -"))
    if match is None:
        return GroupedReason(None, validate(text))
    return GroupedReason(match[1], validate(match[2]))
