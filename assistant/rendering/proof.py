"""The proof index: every statement with its type and what proves it, for the office's file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from assistant.domain.draft import Source, Statement
from assistant.rendering.letter import one_line
from assistant.rendering.sources import place_in_words

_START = 70
_FIELD = re.compile(r"(?:claim\.)?(?P<kind>lines|denials)\[(?P<index>\d+)\]\.(?P<name>\w+)")
#: How a source is named where nobody gave it a title.
_KINDS = {
    "span": "document",
    "entered": "entered fact",
    "claim": "claim",
    "denial": "denial",
    "practice": "practice",
    "attachment": "attachment",
    "passage": "passage",
    "table": "table row",
    "calculation": "calculation",
}


class ProofRow(NamedTuple):
    """What one document proves of one statement; number, text and type stand in the first row only."""

    number: str
    text: str
    type: str
    source: str
    quote: str


def proof_rows(statements: Sequence[Statement], titles: Mapping[str, str]) -> Iterator[ProofRow]:
    """A row a document, in the order of the letter; requests and courtesies show that they need none."""
    for number, statement in enumerate(statements, 1):
        free = statement.type in ("request", "courtesy")
        first = (str(number), start_of(statement.text), statement.type)
        if not statement.sources:
            yield ProofRow(*first, "none needed" if free else "[[needs: source]]", "")
        proofs = ((_record(source, titles), _words(source)) for source in statement.sources)
        for place, (name, quotes) in enumerate(groupby(proofs, key=itemgetter(0))):
            words = "\n".join(dict.fromkeys(quote for _, quote in quotes))
            yield ProofRow(*(first if place == 0 else ("", "", "")), name, words)


def source_name(source: Source, titles: Mapping[str, str]) -> str:
    """The document or passage by its title, the field of a claim or denial in words, else kind and id.

    >>> source_name(Source(kind="claim", document="claim.lines[0].date_of_service"), {})
    'claim line 1, date of service'
    """
    match = _FIELD.fullmatch(source.document or "")
    field = f", {match['name'].replace('_', ' ')}" if match else ""
    return _record(source, titles) + field


def _record(source: Source, titles: Mapping[str, str]) -> str:
    """The document, passage, claim line or denial that a source lies in."""
    for named in (source.key, source.document):
        if named is not None and named in titles:
            return titles[named]
    if match := _FIELD.fullmatch(source.document or ""):
        return place_in_words(f"{match['kind']}[{match['index']}]")
    place, kind = place_in_words(source.document or source.key or ""), _KINDS[source.kind]
    return place if place.startswith(kind) else f"{kind} {place}".strip()


def _words(source: Source) -> str:
    match = _FIELD.fullmatch(source.document or "")
    return f"{match['name'].replace('_', ' ')}: {source.quote}" if match else one_line(source.quote)


def start_of(text: str) -> str:
    """The first words of a statement, cut between words."""
    words = one_line(text)
    if len(words) <= _START:
        return words
    return words[: words.rindex(" ", 0, _START) if " " in words[:_START] else _START] + " ..."
