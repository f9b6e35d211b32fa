"""Bring typed text to bare ASCII capitals before a code is looked for in it."""

from __future__ import annotations

import unicodedata

#: Dashes and blanks that word processors and phones put in place of the plain ones.
_LOOKALIKES = str.maketrans({c: "-" for c in "\u2010\u2011\u2012\u2013\u2014\u2212"})


def bare(text: str, drop: str = " ") -> str:
    """``text`` in capitals, look-alike characters made plain, the characters of ``drop`` left out.

    >>> bare(" d 2740 ")
    'D2740'
    >>> bare("K02.63", drop=" .")
    'K0263'
    """
    plain = unicodedata.normalize("NFKC", text).translate(_LOOKALIKES).upper()
    spaced = "".join(" " if c.isspace() else c for c in plain)
    return "".join(c for c in spaced if c not in drop)


def plain(text: str) -> str:
    r"""``text`` in capitals with look-alikes made plain and runs of blanks made one.

    >>> plain("upper\u00a0 left")
    'UPPER LEFT'
    """
    return " ".join(bare(text, drop="").split())
