"""Words and codes as the lexical index counts them."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

#: Words that carry no topic; kept few, since "no", "not" and "without" decide coverage.
_STOP = (
    "a an the of to in on at by for from with as is are was were be been being it its this that these those and or"
    " do does did can could will would should shall may might must i we you they he she them our your their there"
    " what which who whom how when where why if then than so such into about have has had me my us any"
)
STOP_WORDS = frozenset(_STOP.split())

_CODE = re.compile(
    r"(?<![A-Za-z0-9])(?:"
    r"(?P<cdt>[Dd]\s?-?\s?\d{4})"
    r"|(?P<hcpcs>[A-CE-VA-ce-v]\d{4})"
    r"|(?P<icd>[A-TV-Za-tv-z]\d[0-9A-Ba-b](?:\.[0-9A-Za-z]{1,4}|[0-9][0-9Xx]{0,2}[0-9A-Za-z]?))"
    r"|(?P<category3>\d{4}[TtFf])"
    r"|(?P<cpt>\d{5})"
    r")(?![A-Za-z0-9])"
)
_RANGE = re.compile(
    r"(?<![A-Za-z0-9])([A-Va-v]|)(\d{4,5})\s?(?:-|\u2013|to|through|thru)\s?([A-Va-v]|)(\d{4,5})(?![A-Za-z0-9])"
)
_WORD = re.compile(r"\d+(?:[.,]\d+)*%?|[a-z]+(?:'[a-z]+)?")

#: A stated range of codes longer than this is kept as its two ends only.
MAX_RANGE = 60


def tokens(text: str) -> list[str]:
    """Stemmed words and whole codes of a text, in order, with repetitions.

    A code is one token in every spelling; inside a stated range each code counts.

    >>> tokens("K08.121 and k08121")
    ['k08121', 'k08121']
    >>> tokens("D 4341-D4342: scaling")
    ['d4341', 'd4342', 'scale']
    """
    found = [*_ranged(text)]
    rest = _CODE.sub(lambda match: _take(match, found), text)
    words = [_word(word) for word in _WORD.findall(rest.casefold().replace("\u2019", "'"))]
    kept = [word for word in words if word not in STOP_WORDS]
    stems: list[str] = _stemmer().stemWords(kept)
    return found + stems


def codes(text: str) -> tuple[str, ...]:
    """The codes of a text in compact lower case, each once.

    >>> codes("Is D4341 or E0486 paid with G47.33?")
    ('d4341', 'e0486', 'g4733')
    """
    return tuple(dict.fromkeys(_compact(match.group()) for match in _CODE.finditer(text)))


def _take(match: re.Match[str], found: list[str]) -> str:
    found.append(_compact(match.group()))
    return " "


def _compact(code: str) -> str:
    return re.sub(r"[\s.-]", "", code).casefold()


def _ranged(text: str) -> list[str]:
    """The codes strictly inside each stated range; its ends are found as codes anyway."""
    inside: list[str] = []
    for match in _RANGE.finditer(text):
        letter, first, second_letter, last = match.groups()
        width = len(first)
        if width != len(last) or (second_letter and second_letter.casefold() != letter.casefold()):
            continue
        if (letter and width != 4) or (not letter and width != 5):
            continue
        if 1 < int(last) - int(first) <= MAX_RANGE:
            inside.extend(f"{letter.casefold()}{number:0{width}d}" for number in range(int(first) + 1, int(last)))
    return inside


def _word(word: str) -> str:
    if word[0].isdigit():
        return word.replace(",", "").rstrip("%")
    return word.removesuffix("'s").replace("'", "")


@cache
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("english")
