"""The ICD-10-CM codes of the dental table that speak of a condition, by the words that offices say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from assistant.tables.icd10_dental import DentalDiagnosis, dental_diagnoses
from assistant.tables.source import document

_MOST = 5
_WORD = re.compile(r"[a-z]{4,}")


def diagnoses_named(words: str) -> tuple[DentalDiagnosis, ...]:
    """Up to five codes for a condition, the usual one first; none where neither words nor labels speak of it.

    >>> [each.code for each in diagnoses_named("which icd 10 for a cracked tooth")]
    ['K03.81', 'S02.5XXA']
    >>> diagnoses_named("which icd 10 for the weather")
    ()
    """
    held = dental_diagnoses()
    codes = dict.fromkeys(code for code in _by_words(words.lower()))
    found = [held[code] for code in codes if code in held]
    return tuple((found or list(_by_labels(words.lower())))[:_MOST])


def _by_words(text: str) -> Iterator[str]:
    """The codes of every row that fits; a row that takes words leaves none of them to the rows below."""
    rest = text
    for pattern, codes in _rows():
        if pattern.search(rest):
            rest = pattern.sub(" ", rest)
            yield from codes


def _by_labels(text: str) -> Iterator[DentalDiagnosis]:
    """Codes whose own labels hold a telling word of the text, those that hold most first."""
    asked = {_stem(word) for word in _WORD.findall(text)} - _saying_nothing()
    shared = [(len(asked & _label_words(each.label)), each) for each in dental_diagnoses().values()]
    most = max((count for count, _ in shared), default=0)
    yield from (each for count, each in shared if count and count == most)


@cache
def _label_words(label: str) -> frozenset[str]:
    return frozenset(_stem(word) for word in _WORD.findall(label.lower())) - _saying_nothing()


def _stem(word: str) -> str:
    return word.removesuffix("s")


@cache
def _saying_nothing() -> frozenset[str]:
    """Words of a question that no condition is told by."""
    return frozenset(_table()["saying_nothing"].split())


@cache
def _rows() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    return tuple(
        (re.compile(rf"(?<![a-z0-9])(?:{row['words']})(?![a-z0-9])"), tuple(row["codes"])) for row in _table()["rows"]
    )


@cache
def _table() -> dict[str, Any]:
    table = document("diagnosis_words.yaml")
    assert isinstance(table, dict)
    return table
