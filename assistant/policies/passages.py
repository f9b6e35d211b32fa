"""Cut a document into passages that an embedder reads whole."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.domain.policy import Passage, PolicyDocument
from assistant.readers.documents.blocks import Block, ReadDocument

#: Changes whenever the same file would be cut differently, so that it is read again.
CUTTER = "1"

#: Word-pieces of what is embedded: prefix and text together, special tokens included.
MAX_TOKENS = 240

#: The heading prefix never takes more than this of them.
MAX_PREFIX_TOKENS = 80

Counter = Callable[[str], int]

_SENTENCE_END = re.compile(r"(?<=[.;:!?])\s+")
_MARKS = re.compile(r"\*\*|__|`|(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w)")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Cut:
    """A passage with the text that is indexed for it: title and heading in front, table rows named by column."""

    passage: Passage
    indexed_text: str


@dataclass(frozen=True, slots=True)
class _Unit:
    """What is kept whole where it fits: a paragraph, a list item or a table row."""

    text: str
    plain: str
    section: tuple[str, ...]
    page: int | None
    header: str = ""
    table: int = 0
    apart: bool = True


def cut_passages(read: ReadDocument, document: PolicyDocument, count: Counter) -> tuple[Cut, ...]:
    """The passages of a document in reading order.

    ``count`` counts word-pieces, special tokens included. No passage crosses a heading, none exceeds
    ``MAX_TOKENS`` with its prefix; list items and table rows are split only when one alone is too long,
    and the header of a table is repeated where the table is cut.
    """
    cuts: list[Cut] = []
    seen: set[str] = set()
    for units in _sections(read, document.title):
        prefix = _prefix(document.title, units[0].section, count)
        for group in _pack(units, prefix, count):
            cuts.append(_cut(document, group, prefix, len(cuts), seen))
    return tuple(cuts)


def plain_text(text: str) -> str:
    """Text without Markdown marks, as it is embedded.

    >>> plain_text("**Crowns** once per `tooth`, see [limits](x.md)")
    'Crowns once per tooth, see limits'
    """
    return _MARKS.sub("", _LINK.sub(r"\1", text))


def passage_key(document: str, section: str, text: str) -> str:
    """Document id and a short hash of the content: the same words keep the same key.

    >>> passage_key("note-2026-01-01", "Crowns", "Once in 84 months.")
    'note-2026-01-01#7693c93e'
    """
    digest = hashlib.sha256(f"{section}\n{text}".encode()).hexdigest()
    return f"{document}#{digest[:8]}"


def _sections(read: ReadDocument, title: str) -> Iterator[list[_Unit]]:
    """Runs of units under one heading path; a single first-level heading is the title over again."""
    path: list[tuple[int, str]] = []
    units: list[_Unit] = []
    top = [block for block in read.blocks if block.kind == "heading" and block.level == 1]
    title = plain_text(top[0].text) if len(top) == 1 else title
    for block in read.blocks:
        if block.kind == "heading":
            if units:
                yield units
                units = []
            path = [part for part in path if part[0] < block.level]
            path.append((block.level, plain_text(block.text)))
            continue
        section = tuple(words for _, words in path if words and words != title)
        units.append(_unit(block, section))
    if units:
        yield units


def _unit(block: Block, section: tuple[str, ...]) -> _Unit:
    plain = block.record or plain_text(block.text)
    return _Unit(block.text, plain, section, block.page, block.header, block.table, block.apart)


def _prefix(title: str, section: tuple[str, ...], count: Counter) -> str:
    prefix = " > ".join([title, *section[-1:]])
    words = prefix.split()
    while count(prefix) > MAX_PREFIX_TOKENS and len(words) > 1:
        words = words[: max(1, len(words) * 3 // 4)]
        prefix = " ".join(words)
    return prefix


def _pack(units: Sequence[_Unit], prefix: str, count: Counter) -> Iterator[list[_Unit]]:
    """Fill each passage with whole units up to the limit; a page's end ends the passage, so that its page is right."""
    budget = MAX_TOKENS - count(prefix)
    group: list[_Unit] = []
    used = 0
    for unit in units:
        for piece in _fitting(unit, budget, count):
            size = count(piece.plain)
            if group and (used + size > budget or piece.page != group[-1].page):
                yield group
                group, used = [], 0
            group.append(piece)
            used += size
    if group:
        yield group


def _fitting(unit: _Unit, budget: int, count: Counter) -> Iterator[_Unit]:
    """The unit itself, or its sentences, or its words, each within the budget."""
    if count(unit.plain) <= budget:
        yield unit
        return
    pieces = _SENTENCE_END.split(unit.text)
    if len(pieces) == 1:
        words = unit.text.split(" ")
        half = len(words) // 2
        pieces = [" ".join(words[:half]), " ".join(words[half:])] if half else _halves(unit.text)
    for piece in _joined(pieces, budget, count):
        yield from _fitting(
            replace(unit, text=piece, plain=plain_text(piece), header="", table=0, apart=True), budget, count
        )


def _halves(text: str) -> list[str]:
    middle = len(text) // 2
    return [text[:middle], text[middle:]]


def _joined(pieces: Sequence[str], budget: int, count: Counter) -> Iterator[str]:
    """Neighbouring pieces put together again as long as they fit."""
    current = ""
    for piece in filter(str.strip, pieces):
        longer = f"{current} {piece}" if current else piece
        if current and count(plain_text(longer)) > budget:
            yield current
            longer = piece
        current = longer
    if current:
        yield current


def _cut(document: PolicyDocument, group: Sequence[_Unit], prefix: str, ordinal: int, seen: set[str]) -> Cut:
    text = _verbatim(group)
    section = " > ".join(group[0].section)
    key = passage_key(document.id, section, text)
    number = 2
    while key in seen:
        key = passage_key(document.id, f"{section}\n{number}", text)
        number += 1
    seen.add(key)
    passage = Passage(
        key=key,
        document=document.id,
        title=document.title,
        section=section,
        text=text,
        ordinal=ordinal,
        page=group[0].page,
        payer=document.payer,
        plan=document.plan,
        lane=document.lane,
        kind=document.kind,
        policy_number=document.policy_number,
        effective_from=document.effective_from,
        effective_through=document.effective_through,
        source=document.source,
        provenance=document.provenance,
    )
    return Cut(passage, f"{prefix}\n" + "\n".join(unit.plain for unit in group))


def _verbatim(group: Sequence[_Unit]) -> str:
    """The units as written; a table's header stands before its first row here."""
    parts: list[str] = []
    table = 0
    for unit in group:
        if unit.table and unit.table != table:
            parts.append(f"\n\n{unit.header}\n{unit.text}")
        else:
            parts.append(("\n\n" if unit.apart else "\n") + unit.text)
        table = unit.table
    return "".join(parts).lstrip("\n")
