"""Care and estimates in words for patients, and words that a patient's text must not hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal, cast

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


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of the estimate and how it is told; ``words`` hold the groups of the pattern in braces."""

    id: str
    pattern: re.Pattern[str]
    words: str


@lru_cache(maxsize=1024)
def plain_label(code: str) -> PlainLabel | None:
    """The words for a code; ``None`` where the table has none.

    >>> plain_label("D2740").words, plain_label("E0486").words
    ('crown', 'custom sleep device')
    """
    return next((each for each in _labels() if each.first <= code <= each.last and len(code) == len(each.first)), None)


@cache
def gap_phrases() -> tuple[Phrase, ...]:
    """What an estimate may lack, in the table's order."""
    return _phrases("gaps")


@cache
def reason_phrases() -> tuple[Phrase, ...]:
    """Why a plan pays nothing, in the table's order."""
    return _phrases("reasons")


def told(text: str, phrases: tuple[Phrase, ...]) -> tuple[Phrase, re.Match[str]] | None:
    """The first phrase that knows the text, with what its groups caught.

    >>> told("the deductible of Brightsmile Dental", gap_phrases())[0].id
    'gap.deductible'
    """
    for phrase in phrases:
        if (match := phrase.pattern.search(text)) is not None:
            return phrase, match
    return None


def written_down(key: str) -> str:
    """Where a general statement to patients is written down.

    >>> written_down("plan.choices")
    'protocol-fee-disclosure, Payment choices'
    """
    return {each["id"]: str(each["source"]) for each in _content()["says"]}[key]


def other_gap() -> str:
    """How a gap is told that no phrase knows."""
    return str(_content()["gap_other"])


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


def _phrases(part: str) -> tuple[Phrase, ...]:
    return tuple(Phrase(each["id"], re.compile(each["pattern"]), each["words"]) for each in _content()[part])


@cache
def _list(words: WordList) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in _content()[words])
