"""An edited letter beside the fresh one: which pieces of it were changed or added."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from typing import NamedTuple

from rapidfuzz import fuzz, process

from assistant.recognise import sentences
from assistant.rules.drafts.proof import folded, value_order
from assistant.rules.drafts.rule import Change, EditedSheet, Sheet
from assistant.tables.wording import parts_at_farewell

#: Below this likeness a piece is new rather than a changed one.
_ALIKE = 55
#: A paragraph of lines up to this long, none of which goes on in small letters, is a block of lines, not prose.
_SHORT_LINE = 60
#: How the lines of an address, of reference lines or of a signature begin.
_STARTS_LINE = re.compile(r"[A-Z[_]|\d{1,5} [A-Z]")
_LIST_NUMBER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*[.)]|[-*\u2022])\s+")
_SENTENCE_ENDS = (".", ":", ";", "!", "?", '"', ")", "]", "\u201d")
#: A sentence behind a blank, a quotation or a paragraph's mark is one of its own.
_BEHIND = re.compile(r"(?<=\]\])\s+(?=[A-Z\"])|(?<=\S[\"\u201d])\s+(?=[A-Z\"\u201c])")
_GAP = re.compile(r"\t| {2,}")
_LABEL = re.compile(r"[A-Za-z][A-Za-z :]{1,30}")


class _Piece(NamedTuple):
    """A sentence, a table cell or a line; ``alone`` in a block of lines such as an address or a signature."""

    line: int
    text: str
    words: str
    alone: bool


def compare(text: str, fresh: str, sheet: Sheet) -> EditedSheet:
    """The changed pieces of ``text``, each with the piece gone from ``fresh`` that it most likely replaces.

    Pieces are sentences, table cells and lines, so that the same letter read back from Word
    has no changes. Order and line breaks do not matter; every word does. A line that stands
    alone must stand alone in the fresh letter: a date or a name there is not proved by the
    same words in a sentence.
    """
    text = text.replace("\u00a0", " ")
    edited, pieces = tuple(_pieces(text)), tuple(_pieces(fresh))
    lines, here = {piece.words for piece in edited if piece.alone}, f" {_words(text)} "
    gone = tuple(p for p in pieces if (p.words not in lines if p.alone else f" {p.words} " not in here))
    whole, known = {piece.words for piece in pieces}, f" {_words(fresh)} "
    changes = []
    blanks = _blanks_behind(pieces, gone)
    for last, piece in zip((None, *edited), edited, strict=False):
        if piece.words in whole or (not piece.alone and f" {piece.words} " in known):
            continue
        line = _same_line(piece.text, [each.text for each in gone if each.alone]) if piece.alone else ""
        before = line or _closest(piece.text, gone) or (blanks.get(last.words, "") if last else "")
        changes.append(Change(piece.line, piece.text, before, alone=bool(line)))
    return EditedSheet(tuple(changes), text, fresh, sheet)


def _blanks_behind(pieces: tuple[_Piece, ...], gone: tuple[_Piece, ...]) -> dict[str, str]:
    """Blanks that are gone, by the words of the piece before each: what stands there now fills them."""
    return {
        before.words: piece.text for before, piece in pairwise(pieces) if piece in gone and piece.text.startswith("[[")
    }


def _words(text: str) -> str:
    """Words alone, so that a moved full stop or a list number is no change; numbers keep their points."""
    return " ".join(bare for word in folded(text).split() if (bare := word.strip(".,;:()")))


def _pieces(text: str) -> Iterator[_Piece]:
    for lines in _paragraphs(text):
        prose = all(line.endswith((".", "!", "?")) for _, line in lines)
        alone = not prose and all(len(line) <= _SHORT_LINE and _STARTS_LINE.match(line) for _, line in lines)
        for number, line in lines:
            for cell in _cells(line):
                for sentence in sentences.split(cell):
                    for part in _parts(sentence.text):
                        if any(char.isalnum() for char in part):
                            yield _Piece(number, part, _words(part), alone)


def _parts(sentence: str) -> Iterator[str]:
    for behind in _BEHIND.split(sentence):
        yield from parts_at_farewell(behind)


def _paragraphs(text: str) -> Iterator[list[tuple[int, str]]]:
    """Lines between blank lines, each with its number, without the numbers of a list."""
    numbered = enumerate((line.strip() for line in text.splitlines()), start=1)
    for blank, lines in groupby(numbered, key=lambda numbered_line: not numbered_line[1]):
        if not blank:
            yield list(_unlisted(lines))


def _unlisted(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Lines without list numbers; a number that goes on a sentence of the line before is none."""
    open_sentence = False
    for number, line in lines:
        item = None if open_sentence else _LIST_NUMBER.match(line)
        open_sentence = not item and not line.endswith(_SENTENCE_ENDS)
        yield number, line[item.end() :] if item else line


def _cells(line: str) -> list[str]:
    """The cells of a table row; a label and its value are one piece, so that values do not change places."""
    cells = [cell for cell in _GAP.split(line) if cell.strip()]
    if len(cells) == 1 + 1 and _LABEL.fullmatch(cells[0].strip()):
        return [" ".join(cells)]
    return cells


def _closest(text: str, pieces: tuple[_Piece, ...]) -> str:
    choices = [folded(piece.text) for piece in pieces]
    match = process.extractOne(folded(text), choices, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return pieces[match[2]].text if match else ""


def _same_line(piece: str, lines: list[str]) -> str:
    """The line that stood here: the one whose words around its values are most alike."""
    frame = value_order(piece).frame
    return max(lines, key=lambda line: fuzz.ratio(frame, value_order(line).frame), default="")
