"""Which payer a question means when it does not write the whole name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from assistant.domain.policy import GENERAL
from assistant.retrieval.generation import Generation
from assistant.retrieval.tokens import tokens
from assistant.tables.payers import known_payers, normal_name, short_name


def short_names(payers: Iterable[str], generations: Sequence[Generation]) -> dict[str, str]:
    """Short names with the payer each means: unique, and at least one word of it stands in no general guide.

    A payer called "First Dental" has no short name, since anybody may write "first".
    """
    meant: dict[str, list[str]] = {}
    for payer in payers:
        if payer != GENERAL:
            meant.setdefault(short_name(payer), []).append(payer)
    return {
        words: owners[0] for words, owners in meant.items() if len(owners) == 1 and not _ordinary(words, generations)
    }


def names_in(text: str, names: Mapping[str, str]) -> list[str]:
    """The short names that stand in the text as whole words."""
    plain = f" {normal_name(text)} "
    return [words for words in names if f" {words} " in plain]


def spellings_of(payer: str) -> tuple[str, ...]:
    """Every way to write a payer's name, in lower case, the longest first."""
    known = [row for row in known_payers() if row.name == payer]
    names = {payer.casefold(), normal_name(payer), short_name(payer)}
    for row in known:
        names |= {row.family, *row.aliases}
    return tuple(sorted(filter(None, names), key=lambda name: (-len(name), name)))


def _ordinary(words: str, generations: Sequence[Generation]) -> bool:
    terms = tokens(words)
    return all(
        any(generation.lexical.stands_within(term, generation.span_of(GENERAL)) for generation in generations)
        for term in terms
    )
