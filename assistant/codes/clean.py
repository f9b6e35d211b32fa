"""Bring typed text to plain ASCII capitals before a code is looked for in it."""

from __future__ import annotations

import string
from collections.abc import Callable
from typing import ParamSpec

from assistant.domain.errors import CodeError

Given = ParamSpec("Given")

#: Dashes that word processors put in place of the hyphen, full-width characters of some keyboards, small letters.
#: Other letters stay as they are, so that no foreign text turns into a code.
_PLAIN = {
    **{ord(dash): "-" for dash in "\u2010\u2011\u2012\u2013\u2014\u2212"},
    **{0xFF01 + place: chr(0x21 + place) for place in range(94)},
    **{ord(small): small.upper() for small in string.ascii_lowercase},
    **{ord(small) - ord("a") + 0xFF41: small.upper() for small in string.ascii_lowercase},
}


def bare(text: str, drop: str = " ") -> str:
    """``text`` in capitals, look-alike characters made plain, the characters of ``drop`` left out.

    Every kind of blank counts as a space.

    >>> bare(" d 2740 ")
    'D2740'
    >>> bare("K02.63", drop=" .")
    'K0263'
    """
    spaced = "".join(" " if character.isspace() else character for character in text.translate(_PLAIN))
    return "".join(character for character in spaced if character not in drop)


def plain(text: str) -> str:
    r"""``text`` in capitals with look-alikes made plain and runs of blanks made one.

    >>> plain("upper\u00a0 left")
    'UPPER LEFT'
    """
    return " ".join(bare(text, drop="").split())


def passes(check: Callable[Given, object], *given: Given.args, **options: Given.kwargs) -> bool:
    """Whether ``check`` takes what is given without a :class:`CodeError`."""
    try:
        check(*given, **options)
    except CodeError:
        return False
    return True
