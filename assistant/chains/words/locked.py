"""Sentences whose values, quotes, names and identifiers are locked into slots such as ``{date1}``."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from assistant.domain.draft import Statement
from assistant.privacy import lookalikes
from assistant.privacy.detect import detect
from assistant.privacy.kinds import KnownValue
from assistant.recognise import quotes
from assistant.recognise.everything import mentions

_SLOT = re.compile(r"\{([a-z]+[0-9]+)\}")
_NEED = re.compile(r"\[\[needs:[^\[\]]*\]\]")
#: A number with its grouping, a capitalised abbreviation, and a brace that would look like a slot.
_BARE = (
    ("number", re.compile(r"\d+(?:[.,/:-]\d+)*")),
    ("word", re.compile(r"\b[A-Z]{2,}\b")),
    ("sign", re.compile(r"[{}]")),
)
_CHANGED = re.compile(
    r"[{}]|\b(?:code|tooth|surface|area|side|date|amount|percent|measurement|duration|identifier|quote|need|number|word"
    r"|text|person|member|claim|npi|phone|address)[ _-]?\d+\b",
    re.IGNORECASE,
)
#: Of a source's quote so many words are locked as one piece.
_FEWEST_WORDS = 3


class Piece(NamedTuple):
    """A stretch of a text that may not change."""

    kind: str
    start: int
    end: int


class Unlocked(NamedTuple):
    """The words with their values back in place, or why they cannot be used."""

    text: str
    problem: str = ""


class Locks:
    """The slots of one draft; the same characters have the same slot wherever they stand."""

    def __init__(self, known: Iterable[KnownValue] = ()) -> None:
        self._known = tuple(known)
        self._names: dict[tuple[str, str], str] = {}
        self._values: dict[str, str] = {}

    def lock(self, statement: Statement) -> str:
        """The statement's words with a slot in place of everything that must stay as it is."""
        text, out, last = statement.text, "", 0
        for piece in _joined(self._pieces(statement)):
            out += text[last : piece.start] + "{" + self._slot(piece.kind, text[piece.start : piece.end]) + "}"
            last = piece.end
        return out + text[last:]

    def unlock(self, words: str, locked: str) -> Unlocked:
        """``words`` with the values of the slots, each of which stands as often and, within its kind, in the same
        order as in ``locked``; the problem names slots, never values.
        """
        wanted, found = _SLOT.findall(locked), _SLOT.findall(words)
        lost, extra = Counter(wanted) - Counter(found), Counter(found) - Counter(wanted)
        if lost:
            return Unlocked("", f"the slot {{{min(lost)}}} is missing")
        if extra:
            return Unlocked("", f"the slot {{{min(extra)}}} does not belong here")
        if any(_of_kind(wanted, kind) != _of_kind(found, kind) for kind in {_kind(name) for name in wanted}):
            return Unlocked("", "slots of one kind changed places")
        remains = unicodedata.normalize("NFKC", _SLOT.sub(" ", words))
        if _CHANGED.search(remains) or next(lookalikes.find(remains), None):
            return Unlocked("", "a slot or a privacy token came back changed")
        if any(char.isdigit() for char in remains):
            return Unlocked("", "a number stands outside the slots")
        if re.search(r'["\u201c\u201d\u201e\u00ab\u00bb]', remains):
            return Unlocked("", "words stand between quotation marks outside the slots")
        return Unlocked(_SLOT.sub(lambda match: self._values[match[1]], words))

    def _slot(self, kind: str, value: str) -> str:
        if (kind, value) not in self._names:
            number = 1 + sum(held == kind for held, _ in self._names)
            self._names[kind, value] = f"{kind}{number}"
            self._values[f"{kind}{number}"] = value
        return self._names[kind, value]

    def _pieces(self, statement: Statement) -> Iterator[Piece]:
        text = statement.text
        for quote in quotes.find(text):
            yield Piece("quote", quote.start, quote.end)
        for match in _NEED.finditer(text):
            yield Piece("need", *match.span())
        for words in (source.quote.strip() for source in statement.sources):
            at = text.find(words) if len(words.split()) >= _FEWEST_WORDS else -1
            if at >= 0:
                yield Piece("text", at, at + len(words))
        for identifier in detect(text, self._known):
            yield Piece(identifier.kind.lower(), identifier.start, identifier.end)
        for mention in mentions(text):
            yield Piece(mention.kind, mention.start, mention.end)
        for kind, pattern in _BARE:
            for match in pattern.finditer(text):
                yield Piece(kind, *match.span())


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Pieces in reading order; those that overlap become one, of the kind of the longest."""
    joined: list[Piece] = []
    for piece in sorted(pieces, key=lambda each: (each.start, -each.end)):
        if joined and piece.start < joined[-1].end:
            before = joined[-1]
            longest = max(before, piece, key=lambda each: each.end - each.start)
            joined[-1] = Piece(longest.kind, before.start, max(before.end, piece.end))
        else:
            joined.append(piece)
    return joined


def _kind(name: str) -> str:
    return name.rstrip("0123456789")


def _of_kind(names: list[str], kind: str) -> list[str]:
    return [name for name in names if _kind(name) == kind]
