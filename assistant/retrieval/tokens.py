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
    r"|(?P<hcpcs>[A-CE-VA-ce-v]-?\d{4})"
    r"|(?P<rarc>(?:[Mm][Aa]|[MmNn])\d{1,3}(?!\.\d))"
    r"|(?P<icd>[A-TV-Za-tv-z]\d[0-9A-Ba-b](?:\.[0-9A-Za-z]{1,4}|[0-9][0-9Xx]{0,2}[0-9A-Za-z]?))"
    r"|(?P<category3>\d{4}[TtFf])"
    r"|(?P<cpt>\d{5})"
    r")(?![A-Za-z0-9])"
)
_RANGE = re.compile(
    r"(?<![A-Za-z0-9])([A-Va-v]|)(\d{4,5})\s?(?:-|\u2013|to|through|thru)\s?([A-Va-v]|)(\d{4,5})(?![A-Za-z0-9])"
)
#: A reason code behind its name or group; a list behind the name is read to its end.
_REASON = re.compile(
    r"(?<![a-z0-9])(?:(?:carcs?|(?:denial|reason) codes?)\s{0,2}[#:]?\s?"
    r"(?P<named>\d{1,3}(?:(?:,|\s?/|,? and|,? or) \d{1,3})*)"
    r"|(?:co|pr|oa|pi)[\s-]{0,2}(?P<grouped>\d{1,3}))(?![\d%/-]|[.,]\d|\s(?:days?|months?|years?|percent)\b)"
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
    >>> tokens("co-109 and n130")
    ['carc109', 'n130', 'co', '109']
    """
    found = [*_ranged(text), *_reasons(text)]
    return found + stems(_kept(_CODE.sub(lambda match: _take(match, found), text)))


def words(text: str) -> list[tuple[str, str]]:
    """The words of a text that are no codes, each with its stem.

    >>> words("timley filing of D4341")
    [('timley', 'timley'), ('filing', 'file')]
    """
    kept = _kept(_CODE.sub(" ", text))
    return list(zip(kept, stems(kept), strict=True))


def stems(plain: list[str]) -> list[str]:
    """The stem of each word, in order."""
    found: list[str] = _stemmer().stemWords(plain)
    return found


def _kept(text: str) -> list[str]:
    found = (_word(word) for word in _WORD.findall(text.casefold().replace("\u2019", "'")))
    return [word for word in found if word not in STOP_WORDS]


def reason_words(text: str) -> list[str]:
    """The words and bare numbers that reason codes are written with; the code itself tells more.

    >>> reason_words("co 109 what now")
    ['co', '109']
    """
    return [word for match in _REASON.finditer(text.casefold()) for word in _WORD.findall(match.group())]


def codes(text: str) -> tuple[str, ...]:
    """The codes of a text in compact lower case, each once; a reason code of a remittance stands behind ``carc``.

    >>> codes("Is D4341 or E0486 paid with G47.33?")
    ('d4341', 'e0486', 'g4733')
    >>> codes("CO 97 with m15")
    ('m15', 'carc97')
    """
    return tuple(dict.fromkeys((*(_compact(match.group()) for match in _CODE.finditer(text)), *_reasons(text))))


def _take(match: re.Match[str], found: list[str]) -> str:
    found.append(_compact(match.group()))
    return " "


def _compact(code: str) -> str:
    return re.sub(r"[\s.-]", "", code).casefold()


def _reasons(text: str) -> list[str]:
    return [
        f"carc{int(number)}"
        for match in _REASON.finditer(text.casefold())
        for number in re.findall(r"\d+", match["named"] or match["grouped"])
    ]


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
