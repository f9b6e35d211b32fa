"""Payers and plans named in a message, matched against names that the caller holds.

A word that several payers share (``delta``, ``northlake``) yields all of them, so that the caller can ask which one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA


class PayerMention(NamedTuple):
    """A payer that is named; ``names`` holds every canonical name that fits, in alphabetical order.

    ``exact`` is false where the spelling had to be forgiven.
    """

    names: tuple[str, ...]
    quote: str
    start: int
    end: int
    exact: bool = True

    @property
    def name(self) -> str | None:
        """The one payer that is meant, or ``None`` when several fit."""
        return self.names[0] if len(self.names) == 1 else None


#: Words that name no payer by themselves.
_GENERIC = re.compile(
    "an?|the|of|and|for|in|on|to|my|our|your|general|united|national|american|first|blue|new|north|south|east|west|"
    "dental|health|healthcare|medical|insurance|plans?|ppo|d?hmo|epo|pos|group|company|co|inc|care|life|mutual|"
    "advantage|state|federal|public|benefits?|coverage|premier|choice|network|select|gold|silver|bronze|basic"
)
#: Ordinary words that lie one slip away from a payer's name.
_ORDINARY = frozenset({"medicate", "medicated", "medicates", "medical", "medicaid", "medicine", "medicinal"})
_WORD = re.compile(r"[A-Za-z0-9&']{1,40}")
_MOST_WORDS = 6
_SHORTEST_FORGIVEN = 6
_LONG_NAME = 9
_TOO_FAR = 3

Index = Mapping[tuple[str, ...], tuple[str, ...]]
#: Aliases by the first letters of their words, to keep the forgiving search short.
Shapes = Mapping[str, tuple[tuple[str, ...], ...]]


def find_payers(text: str, aliases: Mapping[str, Sequence[str]]) -> tuple[PayerMention, ...]:
    """Every payer named in ``text``; ``aliases`` maps a canonical name to other ways of saying it.

    The canonical name, and its first words where they are telling, count as aliases too. Exact words come first; then
    one wrong letter is forgiven in a word of six letters, two from nine on, with the first letter right.

    >>> aliases = {"Northlake Dental": ["NLD"], "Northlake Health": [], "Metro PPO": []}
    >>> [m.names for m in find_payers("will metro ppo pay? or nothlake dental?", aliases)]
    [('Metro PPO',), ('Northlake Dental',)]
    >>> [m.names for m in find_payers("northlake denied", aliases)]
    [('Northlake Dental', 'Northlake Health')]
    >>> [m.names for m in find_payers("whens metros benefit year", aliases)]
    [('Metro PPO',)]
    """
    index, shapes = _index(tuple((name, tuple(others)) for name, others in sorted(aliases.items())))
    spelled = ((m.group().lower().removesuffix("'s"), m.start(), m.end()) for m in _WORD.finditer(text))
    words = [word for word in spelled if word[0]]  # a lone 's names nobody
    found: list[PayerMention] = []
    place = 0
    while place < len(words):
        hit = _at(words, place, index, shapes)
        if hit is None:
            place += 1
            continue
        names, count, exact = hit
        start, end = words[place][1], words[place + count - 1][2]
        end -= 2 if text[start:end].lower().endswith("'s") else 0
        found.append(PayerMention(names, text[start:end], start, end, exact))
        place += count
    return tuple(found)


def _at(
    words: Sequence[tuple[str, int, int]], place: int, index: Index, shapes: Shapes
) -> tuple[tuple[str, ...], int, bool] | None:
    """The longest alias that starts with the word at ``place``, exact spellings first."""
    for exact in (True, False):
        for count in range(min(_MOST_WORDS, len(words) - place), 0, -1):
            spoken = tuple(word for word, _, _ in words[place : place + count])
            names = _named(spoken, index) if exact else _forgiven(spoken, index, shapes)
            if names:
                return names, count, exact
    return None


def _named(spoken: tuple[str, ...], index: Index) -> tuple[str, ...] | None:
    """The payers of an alias, also where it is typed as a possessive without its apostrophe ("whens metros year")."""
    *first, last = spoken
    owner = last.removesuffix("s") if len(last) >= _SHORTEST_FORGIVEN else last
    return index.get(spoken) or index.get((*first, owner))


def _forgiven(spoken: tuple[str, ...], index: Index, shapes: Shapes) -> tuple[str, ...] | None:
    """The payers of the nearest alias, all of those that are equally near."""
    near: dict[str, int] = {}
    for alias in shapes.get("".join(word[0] for word in spoken), ()):
        distance = sum(_distance(word, other) for word, other in zip(spoken, alias, strict=True))
        for name in index[alias]:
            near[name] = min(distance, near.get(name, distance))
    if not near or min(near.values()) >= _TOO_FAR:
        return None
    return tuple(sorted(name for name, distance in near.items() if distance == min(near.values())))


def _distance(word: str, meant: str) -> int:
    """Wrong letters between two words; beyond what is forgiven it is larger than any allowance."""
    if word == meant:
        return 0
    shorter = min(len(word), len(meant))
    if shorter < _SHORTEST_FORGIVEN or word in _ORDINARY or _GENERIC.fullmatch(meant):
        return _TOO_FAR
    allowed = 2 if shorter >= _LONG_NAME else 1
    distance: int = OSA.distance(word, meant)
    return distance if distance <= allowed else _TOO_FAR


@lru_cache(maxsize=8)
def _index(payers: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[Index, Shapes]:
    index: dict[tuple[str, ...], set[str]] = {}
    for name, others in payers:
        for alias in (name, *others):
            words = tuple(m.group().lower() for m in _WORD.finditer(alias))
            if words and not all(_GENERIC.fullmatch(word) for word in words):
                index.setdefault(words[:_MOST_WORDS], set()).add(name)
        for words in _openings(name):
            index.setdefault(words, set()).add(name)
    shapes: dict[str, tuple[tuple[str, ...], ...]] = {}
    for words in index:
        initials = "".join(word[0] for word in words)
        shapes[initials] = (*shapes.get(initials, ()), words)
    return {words: tuple(sorted(names)) for words, names in index.items()}, shapes


def _openings(name: str) -> Iterator[tuple[str, ...]]:
    """The first words of a name that still tell it apart from ordinary speech."""
    words = tuple(m.group().lower() for m in _WORD.finditer(name))
    for count in range(1, len(words)):
        if not all(_GENERIC.fullmatch(word) for word in words[:count]):
            yield words[:count]
