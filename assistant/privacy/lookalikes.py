"""Text that could be taken for a privacy token, however it was changed on its way through a model."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import get_args

from assistant.privacy.kinds import Identifier, Kind

#: A visible gap in a draft, such as ``[[needs: date of CPAP trial]]``; it is no token.
PLACEHOLDER = re.compile(r"\[\[needs:[^\[\]]{0,300}\]\]")
_KIND = "|".join(get_args(Kind))
_LIKE = re.compile(
    r"\[[\s]{0,3}\[[\s]{0,4}[A-Za-z_][A-Za-z0-9_ -]{0,40}[\s]{0,4}(?:\][\s]{0,3}\]?)?"
    rf"|\[[\s]{{0,4}}(?i:{_KIND})[\s_-]{{0,3}}[0-9]{{1,6}}[\s]{{0,4}}\]{{0,2}}"
    rf"|(?<![A-Za-z])(?i:{_KIND})[\s]?_[\s]?[0-9]{{1,6}}[\s]{{0,3}}\]{{0,2}}"
    r"|(?<![A-Za-z])PERSON[\s-]?[0-9]{1,6}(?![0-9])"
    r"|[A-Za-z_]{1,20}[0-9]{1,6}[\s]{0,4}\]\]"
)
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")


def find(text: str) -> Iterator[Identifier]:
    """Every such stretch; letter case, blanks, lost brackets, wide or invisible characters do not hide it.

    >>> [i.quote for i in find("[[person_1]] [[ PERSON_2 ]] [[PERS and [[needs: date]] [link](a) [[1, 2]]")]
    ['[[person_1]]', '[[ PERSON_2 ]]', '[[PERS and ']
    """
    flat, places = _flatten(text)
    allowed = [match.span() for match in PLACEHOLDER.finditer(flat)]
    for match in _LIKE.finditer(flat):
        if any(start <= match.start() < end for start, end in allowed):
            continue
        start, end = places[match.start()], places[match.end() - 1] + 1
        yield Identifier("TEXT", text[start:end], start, end)


def _flatten(text: str) -> tuple[str, list[int] | range]:
    """The text in plain characters, and for each of them its place in ``text``."""
    if text.isascii():
        return text, range(len(text))
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if character in _INVISIBLE:
            continue
        plain = unicodedata.normalize("NFKC", character)
        characters.append(plain)
        places += [place] * len(plain)
    return "".join(characters), places
