"""Frequency and age limits that a payer's documents state, row by row and sentence by sentence.

Only what the words settle becomes a limit; a row with exceptions of its own ("then",
"unless") is left to a person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from typing import Literal

from assistant.domain.policy import Limit, Passage
from assistant.domain.ports import PassageSearch
from assistant.policies.codes import codes_in
from assistant.policies.rows import is_row
from assistant.recognise import sentences

Kind = Literal["frequency", "replacement", "lifetime"]
Per = Literal["tooth", "quadrant", "arch", "patient"]
Unit = Literal["day", "month", "year", "calendar_year", "benefit_year", "lifetime"]

_COUNTS = {"once": 1, "one": 1, "twice": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "a": 1}
_COUNT = r"(?P<count>once|twice|one|two|three|four|five|six|\d{1,2})(?:\s+(?:times?|visits?|units?|services?))?"
_PER = r"(?:\s+(?:per|for each|each)\s+(?P<per>tooth|quadrant|arch|jaw|patient|member|site))?"
_WINDOW = (
    r"\s+(?:(?:in|every|within|per|each|in any|in a)\s+)?"
    r"(?:(?P<window>\d{1,3})\s*(?P<unit>days?|months?|years?)"
    r"|(?P<named>calendar year|benefit year|plan year|lifetime|(?<!\d\s)year)\b)"
)
_LIMIT = re.compile(
    rf"\b{_COUNT}{_PER}{_WINDOW}(?:\s+per\s+(?P<after>tooth|quadrant|arch|jaw|patient|member|site))?", re.I
)
#: One service in each stretch of time, with its name between the two: "one full denture per arch every 7 years".
_EVERY = re.compile(
    r"\b(?P<count>one|a|1)\s+(?:(?!per\b|every\b)[A-Za-z-]+\s+){1,5}"
    r"(?:(?:per|for each|each)\s+(?P<per>tooth|quadrant|arch|jaw|patient|member|site)\s+)?"
    r"(?:every|each|in|per)\s+(?P<window>\d{1,3})\s*(?P<unit>days?|months?|years?)\b"
    r"(?P<named>(?!))?(?:\s+per\s+(?P<after>tooth|quadrant|arch|jaw|patient|member|site))?",
    re.I,
)
_UNDER = re.compile(
    r"\bunder age (?P<age>\d{1,2})\b|\bthrough age (?P<through>\d{1,2})\b"
    r"|\bage (?P<upto>\d{1,2}) and (?:under|younger)\b",
    re.I,
)
_FROM = re.compile(r"\bage (?P<age>\d{1,2}) and (?:older|over|up)\b|\bfrom age (?P<start>\d{1,2})\b", re.I)
#: Words after which a row says more than one thing.
_OPEN_ENDED = re.compile(
    r"\bthen\b|\bunless\b|\bexcept\b|\bless\b|\botherwise\b|\bafter that\b|\bor\b[^|]{0,30}\bwhichever\b", re.I
)
_APPROVAL = re.compile(r"\b(?:approval|authorization|before treatment)\b", re.I)
_REPLACEMENT = re.compile(r"\breplac\w+", re.I)


def limits_in(passages: Iterable[Passage]) -> tuple[Limit, ...]:
    """Every limit of a document's passages, each with its verbatim words."""
    return tuple(limit for passage in passages for piece in _pieces(passage.text) for limit in _limits(piece, passage))


def _pieces(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if is_row(line):
            yield line.strip()
        else:
            yield from (sentence.text for sentence in sentences.split(line))


def _limits(piece: str, passage: Passage) -> Iterator[Limit]:
    codes = codes_in(piece)
    if not codes or _OPEN_ENDED.search(piece):
        return
    found = list(_LIMIT.finditer(piece)) or list(_EVERY.finditer(piece))
    if len(found) == 1:
        yield _frequency(found[0], codes, piece, passage)
    if len(found) <= 1:
        yield from _ages(codes, piece, passage)


def _frequency(match: re.Match[str], codes: tuple[str, ...], piece: str, passage: Passage) -> Limit:
    word = match["count"].lower()
    unit = _unit(match)
    kind: Kind = "lifetime" if unit == "lifetime" else "replacement" if _REPLACEMENT.search(piece) else "frequency"
    return Limit(
        codes=codes,
        kind=kind,
        count=_COUNTS.get(word) or int(word),
        window=int(match["window"]) if match["window"] else 1,
        window_unit=unit,
        per=_per(match["per"] or match["after"]),
        payer=passage.payer,
        period=passage.period,
        passage=passage.key,
        quote=piece,
        page=passage.page,
        confidence="high" if is_row(piece) or len(codes) == 1 else "medium",
    )


def _unit(match: re.Match[str]) -> Unit:
    if match["named"]:
        name = match["named"].lower()
        if name == "lifetime":
            return "lifetime"
        return (
            "benefit_year"
            if name in ("benefit year", "plan year")
            else "calendar_year"
            if name == "calendar year"
            else "year"
        )
    unit = match["unit"].lower().rstrip("s")
    return "day" if unit == "day" else "month" if unit == "month" else "year"


def _per(word: str | None) -> Per:
    match (word or "").lower():
        case "tooth" | "site":
            return "tooth"
        case "quadrant":
            return "quadrant"
        case "arch" | "jaw":
            return "arch"
        case _:
            return "patient"


def _ages(codes: tuple[str, ...], piece: str, passage: Passage) -> Iterator[Limit]:
    """``count`` of an age limit is the last or first age that is allowed, in years."""
    under, start = _UNDER.search(piece), _FROM.search(piece)
    if _APPROVAL.search(piece) or (under and start and len(codes) > 1):
        return  # approval rules bind no age, and two ages over two codes are told apart by a person
    common = {
        "codes": codes,
        "payer": passage.payer,
        "period": passage.period,
        "passage": passage.key,
        "quote": piece,
        "page": passage.page,
    }
    if under:
        last = int(under["age"]) - 1 if under["age"] else int(under["through"] or under["upto"])
        yield Limit(kind="age_maximum", count=last, **common)
    if start:
        yield Limit(kind="age_minimum", count=int(start["age"] or start["start"]), **common)


class DocumentLimits:
    """The limits of a practice's documents. Implements the port ``PolicyLimits``.

    ``library`` is asked only for a claim that names its payer; it may have nothing yet.
    """

    def __init__(self, library: Callable[[], PassageSearch | None]) -> None:
        self._library = library
        self._of = cache(self._read)

    def limits(self, payer: str, code: str, on: date, *, plan: str | None = None) -> tuple[Limit, ...]:
        """Limits in force for the code; empty when the documents are silent."""
        library = self._library()
        if library is None:
            return ()
        documents = library.in_force(payer, on, plan=plan)
        return tuple(limit for document in documents for limit in self._of(document.id) if code in limit.codes)

    def _read(self, document: str) -> tuple[Limit, ...]:
        library = self._library()
        return limits_in(library.passages_of(document)) if library is not None else ()
