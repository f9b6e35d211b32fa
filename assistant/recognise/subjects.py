"""Which treatments a text is about, by the words and the codes that stand in it.

>>> sorted(subjects("is a crown on an implant paid after a CBCT?"))
['cone-beam image', 'implant crown']
>>> sorted(subjects("D7220 to D7240 need a panoramic image within 24 months."))
['extraction', 'panoramic image', 'third molar']
>>> dict(subjects("Major services have a waiting period of 12 months."))
{}
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

from assistant.tables.procedures import groups_of, procedures
from assistant.tables.source import document

_CODE = re.compile(r"(?<![A-Za-z0-9])(?:[DEK][0-9]{4}|[0-9]{5})(?![A-Za-z0-9])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Subject:
    name: str
    groups: frozenset[str]
    codes: frozenset[str]
    benefit_class: str


@lru_cache(maxsize=16384)  # a search weighs the pieces of the same passages again and again
def subjects(text: str) -> Mapping[str, str]:
    """The treatments that ``text`` names, by name with the words or the code that name them."""
    found = {name: code for code in _CODE.findall(text) for name in _of_code(code.upper())}
    for match in _pattern().finditer(text):
        found[_table()[int(str(match.lastgroup)[1:])].name] = match[0]
    return MappingProxyType(found)


@cache
def usual_classes() -> Mapping[str, str]:
    """The benefit class that most plans put a treatment in, by the treatment's name; the plan decides.

    >>> usual_classes()["crown"]
    'major'
    """
    return {subject.name: subject.benefit_class for subject in _table() if subject.benefit_class}


@cache
def codes_of(subject: str) -> tuple[str, ...]:
    """The procedures of the loaded table that belong to a treatment, and the codes that its own row names.

    >>> codes_of("sealant")
    ('D1351', 'D1353')
    """
    row = next(each for each in _table() if each.name == subject)
    return tuple(sorted(row.codes.union(code for code in procedures() if row.groups & groups_of(code))))


@lru_cache(maxsize=1024)
def _of_code(code: str) -> tuple[str, ...]:
    held = groups_of(code)
    return tuple(subject.name for subject in _table() if code in subject.codes or subject.groups & held)


@cache
def _rows() -> tuple[dict[str, Any], ...]:
    table: Any = document("subjects.yaml")
    return tuple(table["subjects"])


@cache
def _table() -> tuple[_Subject, ...]:
    return tuple(
        _Subject(row["name"], frozenset(row.get("groups", ())), frozenset(row.get("codes", ())), row.get("class", ""))
        for row in _rows()
    )


@cache
def _pattern() -> re.Pattern[str]:
    """Every subject's words in the order of the table: of two that start at one place the earlier row takes it."""
    either = "|".join(f"(?P<s{place}>{row['words']})" for place, row in enumerate(_rows()))
    return re.compile(rf"(?<![a-z0-9])(?:{either})(?![a-z0-9])", re.IGNORECASE)
