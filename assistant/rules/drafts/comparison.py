"""An edited letter beside the fresh one: which pieces of it were changed or added."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import fuzz, process

from assistant.recognise import sentences
from assistant.rules.drafts.proof import folded
from assistant.rules.drafts.rule import Change, EditedSheet, Sheet

#: Below this likeness a piece is new rather than a changed one.
_ALIKE = 55


def compare(text: str, fresh: str, sheet: Sheet) -> EditedSheet:
    """The changed pieces of ``text``, each with the piece of ``fresh`` that it most likely replaces.

    Pieces are sentences, table cells and lines, so that the same letter read back from Word
    has no changes. Order and line breaks do not matter; every word does.
    """
    known = f" {_words(fresh)} "
    pieces = [folded(piece) for _, piece in _pieces(fresh)]
    changes = [
        Change(line, piece, _closest(piece, pieces))
        for line, piece in _pieces(text)
        if f" {_words(piece)} " not in known
    ]
    return EditedSheet(tuple(changes), fresh, sheet)


def _words(text: str) -> str:
    """Words alone, so that a moved full stop or a list number is no change; numbers keep their points."""
    return " ".join(word.strip(".,;:()") for word in folded(text).split() if word.strip(".,;:()"))


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        for cell in re.split(r"\t| {2,}", line):
            for sentence in sentences.split(cell):
                if any(char.isalnum() for char in sentence.text):
                    yield number, sentence.text


def _closest(piece: str, pieces: list[str]) -> str:
    match = process.extractOne(folded(piece), pieces, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return match[0] if match else ""
