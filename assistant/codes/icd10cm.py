"""ICD-10-CM: the diagnosis codes of US claims, three to seven characters.

Issued by the National Center for Health Statistics with CMS; in the public domain. The code set year runs from
October 1 to September 30, with a further update on April 1. Here only the form is judged; whether a code is a
billable leaf on a day is answered by ``assistant.tables.icd10cm``.

>>> validate("k0263")
'K02.63'
>>> compact("K02.63")
'K0263'
>>> validate("S02.5XXA")
'S02.5XXA'
>>> validate("13.6")
Traceback (most recent call last):
    ...
assistant.domain.errors.InvalidFormat: '13.6' is not an ICD-10-CM code
"""

from __future__ import annotations

import re

from assistant.codes.clean import bare, passes
from assistant.domain.errors import InvalidComponent, InvalidFormat

#: A letter and a digit, or QA: the category QA0 of 2026 is the first with two letters.
_SHAPE = re.compile(r"(?:[A-Z][0-9]|QA)[0-9A-Z][0-9A-Z]{0,4}")
_CHAPTER_DOT = 3
_SEVENTH = 7
PLACEHOLDER = "X"


def compact(text: str) -> str:
    """The code without dot or blanks, in capitals: the form of an X12 claim."""
    return bare(text, drop=" .")


def validate(text: str) -> str:
    """The code with its dot; raises ``InvalidFormat``.

    A dot may be left out, but one that stands anywhere but after the third character is refused, since
    the code that was meant is then in doubt.

    >>> validate("K0.263")
    Traceback (most recent call last):
        ...
    assistant.domain.errors.InvalidFormat: 'K0.263' has its dot in the wrong place
    """
    written = bare(text, drop=" ")
    code = compact(text)
    if not _SHAPE.fullmatch(code):
        raise InvalidFormat(
            f"{text!r} is not an ICD-10-CM code", fix="write a letter, a digit and one to five more, such as K02.63"
        )
    dotted = _dotted(code)
    if "." in written and written.rstrip(".") != dotted:
        raise InvalidFormat(f"{text!r} has its dot in the wrong place", fix="put the dot after the third character")
    return dotted


def is_valid(text: str) -> bool:
    """Whether ``text`` has the form of an ICD-10-CM code."""
    return passes(validate, text)


def format(text: str, *, dot: bool = True) -> str:
    """The code for showing, or for an X12 segment when ``dot`` is false.

    >>> format("S0302XA")
    'S03.02XA'
    >>> format("S03.02XA", dot=False)
    'S0302XA'
    """
    code = validate(text)
    return code if dot else compact(code)


def category(text: str) -> str:
    """The three characters that a code starts with.

    >>> category("M26.631")
    'M26'
    """
    return validate(text)[:_CHAPTER_DOT]


def seventh(text: str) -> str | None:
    """The seventh character, or ``None`` when the code is shorter.

    >>> seventh("S02.5XXA")
    'A'
    """
    code = compact(validate(text))
    return code[_SEVENTH - 1] if len(code) == _SEVENTH else None


def with_seventh(text: str, character: str) -> str:
    """The code with ``character`` in the seventh place, the places between filled with X.

    >>> with_seventh("S02.5", "A")
    'S02.5XXA'
    >>> with_seventh("S03.02", "D")
    'S03.02XD'
    >>> with_seventh("S02.5XXA", "D")
    Traceback (most recent call last):
        ...
    assistant.domain.errors.InvalidComponent: 'S02.5XXA' already has a seventh character
    """
    code = compact(validate(text))
    letter = bare(character)
    if len(code) == _SEVENTH:
        raise InvalidComponent(f"{text!r} already has a seventh character", fix="start from the shorter code")
    if len(letter) != 1 or not (letter.isascii() and letter.isalnum()):
        raise InvalidComponent(f"{character!r} is not one letter or digit", fix="give one character, such as A")
    return _dotted(code.ljust(_SEVENTH - 1, PLACEHOLDER) + letter)


def _dotted(code: str) -> str:
    head, tail = code[:_CHAPTER_DOT], code[_CHAPTER_DOT:]
    return f"{head}.{tail}" if tail else head
