"""Frequency and age limits that a payer's documents state, row by row and sentence by sentence.

Only what the words settle becomes a limit; a row with exceptions of its own ("then",
"unless") is left to a person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from assistant.domain.policy import Confidence, Limit, Passage
from assistant.domain.ports import PassageSearch
from assistant.policies.codes import codes_in
from assistant.policies.limit_words import Ages, ages_of_cell, ages_said, plain_limit
from assistant.policies.rows import Row, is_row, tables
from assistant.policies.services import codes_named
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
    r"(?:every|each|in|per|in a)\s+(?:(?P<window>\d{1,3})\s*(?P<unit>days?|months?|years?)"
    r"|(?P<named>calendar year|benefit year|plan year|lifetime))\b"
    r"(?:\s+per\s+(?P<after>tooth|quadrant|arch|jaw|patient|member|site))?",
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
#: A limit by surface would bind the whole tooth if it were counted by anything held here.
_BY_SURFACE = re.compile(r"\bper (?:tooth )?surface\b", re.I)
#: Columns under which a row without a code limits the treatment that it names.
_LIMIT_COLUMN = re.compile(r"\b(?:frequency|how often|limit\w*|ages?)\b", re.I)
_REPLACEMENT = re.compile(r"\breplac\w+", re.I)


_CODE_COLUMN = re.compile(r"\b(?:codes?|cdt|cpt|hcpcs|procedure)\b", re.I)
_AGE_COLUMN = re.compile(r"\bages?\b", re.I)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence, or a row with its columns, and what it is about; ``sure`` where it names codes itself."""

    text: str
    row: Row | None
    codes: tuple[str, ...]
    sure: bool


def limits_in(passages: Iterable[Passage]) -> tuple[Limit, ...]:
    """Every limit of a document's passages, each with its verbatim words.

    A row of a table that names no code but one treatment ("Crowns") stands for the codes of that treatment, with
    medium confidence.
    """
    return tuple(limit for passage in passages for piece in _pieces(passage.text) for limit in _limits(piece, passage))


def _pieces(text: str) -> Iterator[_Piece]:
    rows = {row.line: row for table in tables(text) for row in table}
    for line in text.splitlines():
        row = rows.get(line.strip())
        if row is not None:
            yield _of_row(row)
        elif is_row(line):
            yield _Piece(line.strip(), None, codes_in(line), True)
        else:
            for sentence in sentences.split(line):
                yield _Piece(sentence.text, None, codes_in(sentence.text), True)


def _of_row(row: Row) -> _Piece:
    """A row is about the codes of its code column, else about any it names, else about what its first cell names."""
    own = codes_in(row.under(_CODE_COLUMN) or "")
    named = own or codes_in(row.line)
    limits = any(_LIMIT_COLUMN.search(name) for name in row.names)
    meant = codes_named(row.cells[0]) if limits and row.cells and not named else ()
    return _Piece(row.line, row, named or meant, bool(named))


def _limits(piece: _Piece, passage: Passage) -> Iterator[Limit]:
    if not piece.codes or _OPEN_ENDED.search(piece.text):
        return
    plain = plain_limit(piece.text)
    found = [] if _BY_SURFACE.search(plain) else list(_LIMIT.finditer(plain)) or list(_EVERY.finditer(plain))
    if len(found) == 1:
        yield _frequency(found[0], piece, passage)
    if len(found) <= 1:
        yield from _ages(piece, plain, passage)


def _confidence(piece: _Piece, *, sure: bool = True) -> Confidence:
    settled = piece.row is not None or is_row(piece.text) or len(piece.codes) == 1
    return "high" if piece.sure and sure and settled else "medium"


def _frequency(match: re.Match[str], piece: _Piece, passage: Passage) -> Limit:
    word = match["count"].lower()
    unit = _unit(match)
    kind: Kind = "lifetime" if unit == "lifetime" else "replacement" if _REPLACEMENT.search(piece.text) else "frequency"
    return Limit(
        codes=piece.codes,
        kind=kind,
        count=_COUNTS.get(word) or int(word),
        window=int(match["window"]) if match["window"] else 1,
        window_unit=unit,
        per=_per(match["per"] or match["after"]),
        payer=passage.payer,
        period=passage.period,
        passage=passage.key,
        quote=piece.text,
        page=passage.page,
        confidence=_confidence(piece),
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


def _ages(piece: _Piece, plain: str, passage: Passage) -> Iterator[Limit]:
    """``count`` of an age limit is the last or first age that is allowed, in years."""
    cell = piece.row.under(_AGE_COLUMN) if piece.row is not None else None
    ages = ages_of_cell(cell) if cell is not None else _ages_in_words(piece, plain)
    confidence = _confidence(piece, sure=ages.sure)
    common = {
        "codes": piece.codes,
        "payer": passage.payer,
        "period": passage.period,
        "passage": passage.key,
        "quote": piece.text,
        "page": passage.page,
        "confidence": confidence,
    }
    if ages.last is not None:
        yield Limit(kind="age_maximum", count=ages.last, **common)
    if ages.first is not None:
        yield Limit(kind="age_minimum", count=ages.first, **common)


def _is_of_approvals(row: Row | None) -> bool:
    """Whether a row says who needs an authorization, and limits nothing ("frenum surgery, age 2 and older | All")."""
    names = row.names if row is not None else ()
    return any(map(_APPROVAL.search, names)) and not any(map(_LIMIT_COLUMN.search, names))


def _ages_in_words(piece: _Piece, plain: str) -> Ages:
    """The ages of a sentence, or of a row without a column for them."""
    under, start, span = _UNDER.search(plain), _FROM.search(plain), ages_said(plain)
    if _APPROVAL.search(plain) or _is_of_approvals(piece.row) or (under and start and len(piece.codes) > 1):
        return Ages()  # approval rules bind no age, and two ages over two codes are told apart by a person
    if span != Ages():
        return span if len(piece.codes) == 1 or piece.row is not None else Ages()
    last = (int(under["age"]) - 1 if under["age"] else int(under["through"] or under["upto"])) if under else None
    return Ages(int(start["age"] or start["start"]) if start else None, last)


#: Document versions whose limits stay read.
_KEPT_DOCUMENTS = 1000


class DocumentLimits:
    """The limits of a practice's documents. Implements the port ``PolicyLimits``.

    ``library`` is asked only for a claim that names its payer; it may have nothing yet.
    """

    def __init__(self, library: Callable[[], PassageSearch | None]) -> None:
        self._library = library
        # by content, not by id: a version may be replaced while a service runs
        self._of = lru_cache(maxsize=_KEPT_DOCUMENTS)(limits_in)

    def limits(self, payer: str, code: str, on: date, *, plan: str | None = None) -> tuple[Limit, ...]:
        """Limits in force for the code; empty when the documents are silent."""
        library = self._library()
        if library is None:
            return ()
        documents = library.in_force(payer, on, plan=plan)
        read = (self._of(tuple(library.passages_of(document.id))) for document in documents)
        return tuple(limit for limits in read for limit in limits if code in limit.codes)
