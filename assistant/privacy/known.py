"""Values that a case is known to hold, found however they are spelled."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from assistant.privacy import names
from assistant.privacy.kinds import Identifier, Kind, KnownValue
from assistant.recognise import dates

_BETWEEN_NAMES = r"(?:%20|\+|[\s,._'\u2019-]){0,4}"
_BETWEEN_SIGNS = r"[\s./()\u00a0\u2010-\u2014-]{0,2}"
_MARKS = "[\u0300-\u036f]{0,2}"
#: A word of a name; hyphened names are looked for part by part.
_NAME_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['\u0300-\u036f](?=[^\W\d_])(?!s(?![^\W\d_])))*")
_SHORT_NAME = 3
_FEWEST_SIGNS = 4


def find(text: str, known: Iterable[KnownValue]) -> tuple[Identifier, ...]:
    """Every occurrence of the known values; of a name also its parts, of a date every way to write it."""
    folded = _fold(text)
    values = tuple(dict.fromkeys(known))
    spelled = (
        Identifier(kind, text[slice(*match.span())], *match.span())
        for kind, value in values
        for source, exact_case in _shapes(kind, value)
        for match in _compiled(source, re.ASCII if exact_case else re.ASCII | re.IGNORECASE).finditer(folded)
    )
    days = [value for kind, value in values if kind == "DATE"]
    return (*spelled, *(_same_days(text, days) if days else ()))


def find_again(text: str, people: Iterable[str]) -> tuple[Identifier, ...]:
    """Further occurrences of names that the text itself gave away, whole or in part, written with a capital."""
    parts = {part.lower() for name in people for part in _pieces(_fold(name)) if len(part) > 1}
    folded = _fold(text)
    return tuple(
        Identifier("PERSON", text[slice(*match.span())], *match.span())
        for match in _NAME_WORD.finditer(folded)
        if match[0][0].isupper() and match[0].lower() in parts
    )


def _pieces(name: str) -> Iterator[str]:
    return (match[0] for match in _NAME_WORD.finditer(name))


def _same_days(text: str, days: Iterable[str]) -> Iterator[Identifier]:
    """Dates of ``text`` that are one of ``days``; where no year is written, day and month decide."""
    wanted = {found.value for day in days for found in dates.find(day)}
    without_year = {value[-5:] for value in wanted if len(value) == len("2026-01-01")}
    for found in dates.find(text):
        if found.value in wanted or (found.unit == "year missing" and found.value[-5:] in without_year):
            yield Identifier("DATE", found.quote, found.start, found.end)


@lru_cache(maxsize=2048)
def _compiled(source: str, flags: int) -> re.Pattern[str]:
    return re.compile(source, flags)


def _shapes(kind: Kind, value: str) -> Sequence[tuple[str, bool]]:
    """Patterns for the spellings of one value, with whether capitals count."""
    folded = _fold(value)
    if kind == "PERSON":
        return tuple(_name_shapes(folded))
    signs = [c for c in folded if c.isalnum()]
    if not signs:
        return ()
    if len(signs) < _FEWEST_SIGNS or kind in ("ADDRESS", "TEXT"):
        words = r"[\s,.]{1,3}".join(re.escape(word) for word in re.split(r"[\s,.]+", folded) if word)
        return ((_apart(words), False),)
    return ((_apart(_BETWEEN_SIGNS.join(re.escape(c) for c in signs)), False),)


def _name_shapes(name: str) -> Iterator[tuple[str, bool]]:
    words = [word for word in re.split(r"[\s,.]+", name) if word]
    if not words:
        return
    parts = [_part(word) for word in words]
    yield _apart(_BETWEEN_NAMES.join(parts)), False
    if len(words) > 1:
        yield _apart(_BETWEEN_NAMES.join((parts[-1], *parts[:-1]))), False
    if len(words) > 1 and not names.is_ordinary(words[-1]):
        initial = re.escape(words[0][0])
        yield _apart(f"{initial}{_BETWEEN_NAMES}{parts[-1]}"), False
        yield _apart(f"{parts[-1]}{_BETWEEN_NAMES}{initial}"), False
    for word, part in zip(words, parts, strict=True):
        if len(word) == 1 or names.is_ordinary(word):
            continue
        capital_only = len(word) < _SHORT_NAME or word.lower() in names.everyday_words()
        if capital_only:
            yield _apart(f"(?:{part}|{_part(word.upper())})"), True
        else:
            yield _apart(part), False


def _part(word: str) -> str:
    return _MARKS.join(re.escape(c) for c in word) + _MARKS


def _apart(pattern: str) -> str:
    return rf"(?<![A-Za-z0-9]){pattern}(?![A-Za-z0-9])"


def _fold(text: str) -> str:
    """``text`` with accents taken off, every character still at its place."""
    return "".join(_base(c) for c in text) if not text.isascii() else text


def _base(character: str) -> str:
    if character in "\u2019\u02bc":
        return "'"
    base = unicodedata.normalize("NFD", character)[:1]
    return base if base.isascii() else character
