"""Care and estimates in words for patients, and words that a patient's text must not hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal, cast

from assistant.domain.estimate import CauseKind, GapKind
from assistant.tables.source import document, rows

WordList = Literal["pressure", "blame", "outcome", "decision"]


@dataclass(frozen=True, slots=True)
class PlainLabel:
    """What a patient calls the services of a range of codes."""

    first: str
    last: str
    words: str

    @property
    def key(self) -> str:
        """The row's name as a source."""
        return f"{self.first}-{self.last}" if self.first != self.last else self.first


@lru_cache(maxsize=1024)
def plain_label(code: str) -> PlainLabel | None:
    """The words for a code; ``None`` where the table has none.

    >>> plain_label("D2740").words, plain_label("E0486").words
    ('crown', 'custom sleep device')
    """
    return next((each for each in _labels() if each.first <= code <= each.last and len(code) == len(each.first)), None)


@cache
def gap_phrases() -> Mapping[GapKind, str]:
    """What an estimate may lack, by kind; the words hold ``{plan}`` in braces.

    >>> gap_phrases()["deductible"]
    'the deductible of {plan}'
    """
    return {each["kind"]: each["words"] for each in _content()["gaps"]}


@cache
def cause_phrases() -> Mapping[CauseKind, str]:
    """Why a plan pays nothing, by kind; the words hold ``{plan}``, ``{day}`` and ``{months}`` in braces."""
    return {each["kind"]: each["words"] for each in _content()["causes"]}


def written_down(key: str) -> str:
    """Where a general statement to patients is written down.

    >>> written_down("plan.choices")
    'protocol-fee-disclosure, Payment choices'
    """
    return {each["id"]: str(each["source"]) for each in _content()["says"]}[key]


def forbidden(text: str, words: WordList) -> str:
    """The first words of a list that stand in the text; empty where none does.

    >>> forbidden("This is your last chance.", "pressure"), forbidden("Please call us.", "pressure")
    ('last chance', '')
    """
    found = (pattern.search(text) for pattern in _list(words))
    return next((match.group() for match in found if match is not None), "")


def labels_in(text: str) -> tuple[str, ...]:
    """The words for care that stand in the text.

    >>> labels_in("Your crown is ready.")
    ('crown',)
    """
    return tuple(dict.fromkeys(match.group().lower() for match in _any_label().finditer(text)))


@cache
def _any_label() -> re.Pattern[str]:
    longest = sorted({each.words for each in _labels()}, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})s?\b", re.IGNORECASE)


@cache
def _labels() -> tuple[PlainLabel, ...]:
    return tuple(PlainLabel(cells["first"], cells["last"], cells["words"]) for cells in rows("patient_labels.csv"))


@cache
def _content() -> dict[str, Any]:
    return cast(dict[str, Any], document("patient_words.yaml"))


@cache
def _list(words: WordList) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in _content()[words])
