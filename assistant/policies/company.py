"""A payer that is not known yet, from the place where a document introduces itself."""

from __future__ import annotations

import re
from collections.abc import Iterable

_TAIL = r"(?:Dental|Health|Mutual|Insurance|Assurance|Benefits?|Advantage|Life|Care)"
_STYLE = r"(?:Plans?|Company|Inc\.?|Corporation|Cooperative|Group|of [A-Z][a-z]+(?: [A-Z][a-z]+)?)"
_NAME = rf"(?P<name>(?:[A-Z][\w&'-]*\s+){{1,4}}{_TAIL}(?:\s+(?:{_TAIL}|{_STYLE}))*)"

#: The name alone, before a mark, before words that go on in small letters, or before what the paper is called.
_ALONE = re.compile(
    rf"^\W*(?:(?:payer|insurer|carrier|plan sponsor|issued by|published by)\s*:\s*)?{_NAME}"
    r"(?=\s*$|\s*[,|:;\u2013\u2014-]|\s+[a-z]"
    r"|\s+(?:Provider|Office|Dental Office|Policy|Manual|Bulletin|Handbook|Fee)\b)"
)
#: First words of headings that end in such a word and name nobody.
_GENERIC_WORDS = """
about your our the a an this provider office preventive basic major adult pediatric medical general oral public
behavioral mental covered member prior common routine emergency group individual family children kids diagnostic
restorative summary all every what when how for and dental health insurance medicare medicaid state federal section
chapter part private primary secondary other additional optional standard maximum annual
"""
_GENERIC = frozenset(_GENERIC_WORDS.split())


def company_in(openings: Iterable[str]) -> str | None:
    """The one company that the first blocks of a document name in a place of their own; none when they name several.

    >>> company_in(["Dental office manual", "Lakeshore Mutual Dental", "Policy number: 7"])
    'Lakeshore Mutual Dental'
    >>> company_in(["About Dental Benefits", "Covered services"]) is None
    True
    """
    found: dict[str, str] = {}
    for text in openings:
        for line in text.splitlines():
            match = _ALONE.match(line)
            if match and match["name"].split()[0].casefold() not in _GENERIC:
                name = " ".join(match["name"].split())
                found.setdefault(name.casefold(), name)
    return next(iter(found.values())) if len(found) == 1 else None
