"""NPI: the National Provider Identifier, ten digits with a check digit.

Issued by CMS to people (type 1) and organisations (type 2). The first digit is 1 or 2 and the last makes the
number, with 80840 put before it, pass the Luhn check (45 CFR 162.406).

>>> validate("1234567893")
'1234567893'
>>> validate("1234567890")
Traceback (most recent call last):
    ...
assistant.domain.errors.InvalidChecksum: the check digit of the NPI does not fit
>>> validate("3234567893")
Traceback (most recent call last):
    ...
assistant.domain.errors.InvalidComponent: an NPI starts with 1 or 2
>>> calc_check_digit("123456789")
'3'
"""

from __future__ import annotations

import re

from assistant.codes.clean import bare, passes
from assistant.domain.errors import InvalidChecksum, InvalidComponent, InvalidFormat

_SHAPE = re.compile(r"[0-9]{10}")
_STEM = re.compile(r"[0-9]{9}")
#: Prefix of United States health care identifiers on an ISO card number.
_ISSUER = "80840"


def compact(text: str) -> str:
    """The ten digits without blanks or hyphens."""
    return bare(text, drop=" -")


def calc_check_digit(stem: str) -> str:
    """The tenth digit for the first nine; raises ``InvalidFormat`` unless nine digits are given."""
    digits = compact(stem)
    if not _STEM.fullmatch(digits):
        raise InvalidFormat("the check digit is worked out from nine digits", fix="give the first nine digits")
    total = 0
    for place, character in enumerate(reversed(_ISSUER + digits)):
        value = int(character) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def validate(text: str) -> str:
    """The ten digits; raises ``InvalidFormat``, ``InvalidComponent`` or ``InvalidChecksum``.

    The number itself is not repeated in the message.
    """
    number = compact(text)
    if not _SHAPE.fullmatch(number):
        raise InvalidFormat("an NPI has ten digits", fix="copy it from the NPI registry")
    if number[0] not in "12":
        raise InvalidComponent("an NPI starts with 1 or 2", fix="copy it from the NPI registry")
    if calc_check_digit(number[:9]) != number[9]:
        raise InvalidChecksum("the check digit of the NPI does not fit", fix="look for a swapped or mistyped digit")
    return number


def is_valid(text: str) -> bool:
    """Whether ``text`` is a well-formed NPI with a fitting check digit."""
    return passes(validate, text)


def format(text: str) -> str:
    """The ten digits for showing."""
    return validate(text)
