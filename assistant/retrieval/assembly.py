"""From ranked rows to hits: near-duplicates collapsed, neighbours attached."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.domain.policy import GENERAL, Hit
from assistant.retrieval.ranking import Ranked
from assistant.retrieval.tokens import tokens

#: Two passages are one piece of news when meanings and words agree this much, and numbers and codes entirely.
SAME_MEANING = 0.97
SAME_WORDS = 0.85


def assemble(ranked: Sequence[Ranked], count: int) -> tuple[Hit, ...]:
    """The first ``count`` distinct hits, best first, each with the text around it.

    Of near-duplicates the better stands, except that a payer's own words stand before a general guide's;
    ``signals["duplicates"]`` says how many were folded in.
    """
    kept: list[Ranked] = []
    folded: dict[int, int] = {}
    for entry in ranked:
        twin = next((place for place, earlier in enumerate(kept) if _same(entry, earlier)), None)
        if twin is None:
            if len(kept) == count:
                continue
            kept.append(entry)
            continue
        folded[twin] = folded.get(twin, 0) + 1
        if _is_general(kept[twin]) and not _is_general(entry):
            kept[twin] = entry
    return tuple(_hit(entry, folded.get(place, 0)) for place, entry in enumerate(kept))


def _same(a: Ranked, b: Ranked) -> bool:
    if float(a.generation.vectors[a.row] @ b.generation.vectors[b.row]) < SAME_MEANING:
        return False
    first, second = _words(a), _words(b)
    if {word for word in first if _exact(word)} != {word for word in second if _exact(word)}:
        return False
    return len(first & second) >= SAME_WORDS * len(first | second)


def _exact(word: str) -> bool:
    return any(character.isdigit() for character in word)


def _words(entry: Ranked) -> set[str]:
    return set(tokens(entry.generation.passage(entry.row).text))


def _is_general(entry: Ranked) -> bool:
    return entry.generation.passage(entry.row).payer == GENERAL


def _hit(entry: Ranked, duplicates: int) -> Hit:
    signals = {name: round(value, 4) for name, value in entry.signals.items()}
    if duplicates:
        signals["duplicates"] = float(duplicates)
    return Hit(
        passage=entry.generation.passage(entry.row),
        score=round(entry.score, 4),
        signals=signals,
        context=_context(entry),
    )


def _context(entry: Ranked) -> str:
    """The passages before and after in the same document."""
    own = entry.generation.passage(entry.row)
    neighbours = []
    for row in (entry.row - 1, entry.row + 1):
        if 0 <= row < entry.generation.size:
            passage = entry.generation.passage(row)
            if passage.document == own.document:
                neighbours.append(passage.text)
    return "\n\n".join(neighbours)
