"""The sentences of a paper with their dates, and the day of the paper itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from assistant.domain.case import CaseDocument
from assistant.domain.fact import Mention
from assistant.recognise import dates, sentences

_BIRTH = re.compile(r"\b(?:birth|DOB|born)\b[\s:.()-]{0,4}$", re.IGNORECASE)
#: The words that name the day of a kind of paper, as they stand before a date.
_ANY_DATE = re.compile(r"\bdated?\b[\s:]{0,4}$", re.IGNORECASE)
_DAY_LABELS = {
    "order": re.compile(r"\b(?:signed|dated)\b[^\n;]{0,50}$", re.IGNORECASE),
    "sleep_study": re.compile(
        r"\b(?:date of (?:the )?(?:test|study|recording)|(?:test|study|recording) date)\b[\s:]{0,4}$", re.IGNORECASE
    ),
    "pathology_report": re.compile(
        r"\b(?:collected|received|reported|date of (?:the )?(?:biopsy|service|procedure))\b[\s:]{0,4}$", re.IGNORECASE
    ),
}
#: How far back a paragraph is read for the tooth that it speaks of.
_PARAGRAPH = 400


@dataclass(frozen=True)
class Reading:
    """A sentence of a document with its dates, shared by all the patterns tried on it."""

    document: CaseDocument
    start: int
    end: int
    text: str
    days: tuple[Mention, ...]

    @property
    def before(self) -> str:
        """What stands before it in its paragraph."""
        text = self.document.text or ""
        return text[max(text.rfind("\n\n", 0, self.start) + 1, self.start - _PARAGRAPH, 0) : self.start]


def readings(document: CaseDocument) -> Iterator[Reading]:
    """The sentences of a paper, its titles left out."""
    text = document.text or ""
    own_day = document_day(document)
    for sentence in sentences.split(text):
        if _is_heading(sentence.text):
            continue
        days = dates.find(sentence.text, as_of=own_day)
        yield Reading(document, sentence.start, sentence.end, sentence.text, days)


def _is_heading(words: str) -> bool:
    """A title in capitals names the paper and states nothing."""
    return words.isupper() and len(words.split()) > 1 and not any(char.isdigit() for char in words)


def document_day(document: CaseDocument) -> date | None:
    """The day of a paper: stated in the case, else the one its own words call its day, else its first."""
    return document.date or _own_day(document.text or "", document.kind)


def _own_day(text: str, kind: str) -> date | None:
    found = [m for m in dates.find(text) if m.unit == "" and not _BIRTH.search(text[: m.start])]
    label = _DAY_LABELS.get(kind, _ANY_DATE)
    labelled = [m for m in found if label.search(text[max(0, m.start - 60) : m.start])]
    first = next(iter(labelled or found), None)
    return date.fromisoformat(first.value) if first else None


def opens_entry(line: str, found: Mention) -> bool:
    """Whether a date is the head of an entry: first on its line, or after one word such as VISIT."""
    before = line[: found.start]
    return len(before.split()) <= 2 and not _BIRTH.search(before) and not re.search(r"[#\d]", before)
