"""The kinds of identifiers, after the Safe Harbor list of 45 CFR 164.514(b)(2), and one that was found."""

from __future__ import annotations

from typing import Literal, NamedTuple

#: The word in a token such as ``[[PERSON_1]]``. ``TEXT`` is text that merely looks like a token.
Kind = Literal[
    "PERSON",
    "DATE",
    "AGE",
    "ADDRESS",
    "ZIP",
    "PHONE",
    "FAX",
    "EMAIL",
    "SSN",
    "MRN",
    "MEMBER",
    "GROUP",
    "ACCOUNT",
    "CLAIM",
    "AUTHORIZATION",
    "REFERENCE",
    "LICENCE",
    "NPI",
    "TAXID",
    "CHECK",
    "DEVICE",
    "URL",
    "IP",
    "ID",
    "TEXT",
]


class KnownValue(NamedTuple):
    """A value of the case at hand that must not leave, such as ``KnownValue("PERSON", "Jane Doe")``."""

    kind: Kind
    value: str


class Identifier(NamedTuple):
    """An identifier found in a text; ``quote`` is ``text[start:end]``."""

    kind: Kind
    quote: str
    start: int
    end: int
