"""Office shorthand and typing slips turned into plain words, with a map back to what was written.

Driven by ``corpus/tables/shorthand.yaml``. Nothing that carries a value is touched: no word with a digit and no
recognised code, tooth, surface, area, date, amount or identifier. The plain text is for understanding and searching
only; quotes are always taken from what was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from rapidfuzz.distance import OSA

from assistant.domain.codes import ToothSystem
from assistant.recognise import everything
from assistant.tables.source import document


class Change(NamedTuple):
    """``written`` stood at ``start`` to ``end``; ``plain`` stands at ``new_start`` to ``new_end``."""

    start: int
    end: int
    written: str
    plain: str
    new_start: int
    new_end: int


class Normalised(NamedTuple):
    """The plain text and every change that led to it, in reading order."""

    text: str
    changes: tuple[Change, ...]

    def origin(self, position: int) -> int:
        """Where in the written text the plain text's character ``position`` comes from.

        A position inside a replaced word comes from the start of what was written for it.
        """
        shift = 0
        for change in self.changes:
            if position < change.new_start:
                break
            if position < change.new_end:
                return change.start
            shift = change.end - change.new_end
        return position + shift


class _Entry(NamedTuple):
    plain: str
    case: str
    unless_before: frozenset[str]
    unless_after: frozenset[str]


class _Shorthand(NamedTuple):
    entries: Mapping[str, tuple[_Entry, ...]]
    pattern: re.Pattern[str]
    vocabulary: Mapping[str, tuple[str, ...]]
    known: frozenset[str]


_LONG_WORD = 9
_LETTERS = re.compile(r"(?<![A-Za-z0-9@_'/.-])[a-z]{6,20}(?![A-Za-z0-9@_'/]|[.-][A-Za-z0-9])")
_ENDINGS = ("s", "es", "d", "ed", "ing", "r", "er", "ly", "al", "n", "ion")
_NEXT_WORD = re.compile(r"[\s,]{0,3}([A-Za-z0-9]{1,20})")
_LAST_WORD = re.compile(r"([A-Za-z0-9]{1,20})[\s,:]{0,3}$")


def normalise(text: str, *, tooth_system: ToothSystem = "universal") -> Normalised:
    """``text`` in plain words.

    >>> normalise("pt had srp n 4341 denied, ded met, max left?").text
    'patient had scaling and root planing and 4341 denied, deductible met, maximum left?'
    >>> normalise("#3 do comp, ur quad, insurence $50").text
    '#3 do composite, ur quad, insurance $50'
    """
    held = [(m.start, m.end) for m in everything.mentions(text, tooth_system=tooth_system)]
    found = sorted((*_expansions(text), *_slips(text)), key=lambda c: (c[0], -c[1]))
    pieces: list[str] = []
    changes: list[Change] = []
    position, length, place = 0, 0, 0
    for start, end, plain in found:
        while place < len(held) and held[place][1] <= start:
            place += 1
        if start < position or (place < len(held) and held[place][0] < end):
            continue
        pieces += (text[position:start], plain)
        length += start - position
        changes.append(Change(start, end, text[start:end], plain, length, length + len(plain)))
        length += len(plain)
        position = end
    return Normalised("".join((*pieces, text[position:])), tuple(changes))


def _expansions(text: str) -> Iterator[tuple[int, int, str]]:
    table = _shorthand()
    for match in table.pattern.finditer(text):
        written = match[0]
        for entry in table.entries[" ".join(written.lower().split())]:
            if _applies(text, match, entry):
                yield match.start(), match.end(), _as_written(written, entry.plain, text, match.start())
                break


def _applies(text: str, match: re.Match[str], entry: _Entry) -> bool:
    written = match[0]
    if (entry.case == "lower" and written != written.lower()) or (entry.case == "upper" and written != written.upper()):
        return False
    if len(written) == 1 and written.isalpha() and not _between_blanks(text, match.start(), match.end()):
        return False
    following = _NEXT_WORD.match(text, match.end())
    if following and following[1].lower() in entry.unless_before:
        return False
    preceding = _LAST_WORD.search(text, max(0, match.start() - 24), match.start())
    return not (preceding and preceding[1].lower() in entry.unless_after)


def _between_blanks(text: str, start: int, end: int) -> bool:
    return (start == 0 or text[start - 1].isspace()) and end < len(text) and text[end].isspace()


def _as_written(written: str, plain: str, text: str, start: int) -> str:
    """A capital is kept at the start of a sentence only."""
    begins = not text[:start].rstrip() or text[:start].rstrip()[-1] in ".!?\n"
    return plain[0].upper() + plain[1:] if begins and written[0].isupper() else plain


def _slips(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _LETTERS.finditer(text):
        meant = _meant(match[0])
        if meant is not None:
            yield match.start(), match.end(), meant


@cache
def _meant(word: str) -> str | None:
    """The one word of the vocabulary that ``word`` is a slip for."""
    table = _shorthand()
    if word in table.known or _is_inflected(word, table.known):
        return None
    allowed = 2 if len(word) >= _LONG_WORD else 1
    near = {
        candidate: distance
        for length in range(len(word) - allowed, len(word) + allowed + 1)
        for candidate in table.vocabulary.get(f"{word[0]}{length}", ())
        if (distance := OSA.distance(word, candidate, score_cutoff=allowed)) <= allowed
    }
    best = [candidate for candidate, distance in near.items() if distance == min(near.values())]
    return best[0] if len(best) == 1 else None


def _is_inflected(word: str, known: frozenset[str]) -> bool:
    return any(word.endswith(ending) and word[: -len(ending)] in known for ending in _ENDINGS)


@cache
def _shorthand() -> _Shorthand:
    loaded: dict[str, Any] = document("shorthand.yaml")
    entries: dict[str, tuple[_Entry, ...]] = {}
    for row in loaded["entries"]:
        entry = _Entry(
            row["long"],
            row.get("case", ""),
            frozenset(row.get("unless_before", ())),
            frozenset(row.get("unless_after", ())),
        )
        for short in row["short"]:
            entries[short] = (*entries.get(short, ()), entry)
    longest_first = sorted(entries, key=lambda short: (-len(short), short))
    alternatives = "|".join(re.escape(short).replace(r"\ ", r"[ \t]{1,3}") for short in longest_first)
    pattern = re.compile(
        rf"(?<![A-Za-z0-9@_'#$.-])(?:{alternatives})(?![A-Za-z0-9@_'#]|[.-][A-Za-z0-9])", re.IGNORECASE | re.ASCII
    )
    vocabulary = loaded["vocabulary"].split()
    by_shape: dict[str, tuple[str, ...]] = {}
    for word in vocabulary:
        shape = f"{word[0]}{len(word)}"
        by_shape[shape] = (*by_shape.get(shape, ()), word)
    known = frozenset((*vocabulary, *loaded["keep"].split()))
    return _Shorthand(entries, pattern, by_shape, known)
