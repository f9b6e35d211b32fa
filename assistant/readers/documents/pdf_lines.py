"""The lines of a PDF page in reading order: columns one after another, running heads and hidden text left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from assistant.readers.documents.pdf_columns import Word, columns, find_gutter, rows_of, stretches

#: Letters smaller than this in points are not meant to be read.
MIN_SIZE = 3.0

#: Lines this near the top or bottom edge, as a share of the height, can be running heads.
_MARGIN = 0.12

#: The same words count as a running head when they stand at the same height, give or take so many points.
_LEVEL = 6.0

#: How a letter shows that its font does not name; alone it is the mark of a list item.
_UNNAMED = re.compile(r"\(cid:\d+\)|[\ue000-\uf8ff\ufffd]")
_BULLET = re.compile(r"\(cid:\d+\)|[\uf0a7\uf0b7\uf0d8\uf0fc]")

#: A gap this many letter heights wide parts the cells of a table without rules.
_CELL = 1.5


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text with its place on the page, in points from the top left, and how it is set.

    ``cells`` are its stretches between wide gaps, with where each begins and ends; ``table`` holds the rows
    of a whole table that stands here instead of a line.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool
    page: int
    column: int = 0
    cells: tuple[tuple[float, float, str], ...] = ()
    table: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of one page, its height, the letters that are hidden or that no font names, and where columns part."""

    number: int
    height: float
    lines: tuple[Line, ...]
    hidden: int
    unnamed: int = 0
    gutter: float | None = None


def visible(char: dict[str, Any]) -> bool:
    """Whether a letter can be seen: large enough and not white."""
    if float(char.get("size") or 0) < MIN_SIZE:
        return False
    return not _is_white(char.get("non_stroking_color"))


def _is_white(colour: Any) -> bool:
    if colour is None:
        return False
    parts = colour if isinstance(colour, (list, tuple)) else (colour,)
    if not parts or not all(isinstance(part, (int, float)) for part in parts):
        return False
    return sum(parts) < 0.02 if len(parts) == 4 else min(parts) > 0.98


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: its box on the page and its cells."""

    box: tuple[float, float, float, float]
    rows: tuple[tuple[str, ...], ...]


def page_lines(page: Any, number: int, tables: Sequence[Grid], gutter: float | None = None) -> Page:
    """The page's lines in reading order, each table among them; ``gutter`` is that of the page before."""
    hidden = sum(1 for char in page.chars if not visible(char) and str(char.get("text", "")).strip())
    shown = page.filter(lambda item: item.get("object_type") != "char" or visible(item))
    words = [
        word
        for word in shown.extract_words(extra_attrs=["size", "fontname"], keep_blank_chars=False, use_text_flow=False)
        if not any(_inside(word, table.box) for table in tables)
    ]
    unnamed = _name_marks(words)
    found = find_gutter(rows_of(words), float(page.width), gutter)
    rows = rows_of([*words, *(_stand_in(table) for table in tables)])
    parted = columns(rows, found, float(page.height))
    lines = [_line(row, number, place) for place, column in enumerate(parted) for row in _rows(column)]
    return Page(number, float(page.height), tuple(lines), hidden, unnamed, found)


def _name_marks(words: Sequence[Word]) -> int:
    """Give marks and letters that no font names a character: a lone mark is a bullet; returns how many letters."""
    unnamed = 0
    for word in words:
        text = str(word["text"])
        if _BULLET.fullmatch(text):
            word["text"] = "\u2022"
        elif found := len(_UNNAMED.findall(text)):
            unnamed += found
            word["text"] = _UNNAMED.sub("\ufffd", text)
    return unnamed


def _stand_in(table: Grid) -> Word:
    """A word as wide as the table at its upper edge, so that the table is put in order like a line."""
    x0, top, x1, _ = table.box
    return {"x0": x0, "x1": x1, "top": top, "bottom": top, "size": 0.01, "text": "", "fontname": "", "grid": table}


def _inside(word: Word, box: tuple[float, float, float, float]) -> bool:
    x = float(word["x0"] + word["x1"]) / 2
    y = float(word["top"] + word["bottom"]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    """The rows of a column; a table is a row of its own."""
    text = rows_of(word for word in words if "grid" not in word)
    grids = [[word] for word in words if "grid" in word]
    return sorted([*text, *grids], key=lambda row: min(float(word["top"]) for word in row)) if grids else text


def _line(words: Sequence[Word], page: int, column: int) -> Line:
    letters = sum(len(word["text"]) for word in words)
    bold = sum(len(word["text"]) for word in words if "bold" in str(word["fontname"]).lower())
    return Line(
        text=" ".join(word["text"] for word in words),
        x0=min(word["x0"] for word in words),
        x1=max(word["x1"] for word in words),
        top=min(word["top"] for word in words),
        bottom=max(word["bottom"] for word in words),
        size=round(median(float(word["size"]) for word in words), 1),
        bold=bold * 2 > letters,
        page=page,
        column=column,
        cells=tuple(
            (part.x0, part.x1, " ".join(word["text"] for word in part.words)) for part in stretches(words, _CELL)
        ),
        table=words[0]["grid"].rows if "grid" in words[0] else (),
    )


def without_running_heads(pages: Sequence[Page]) -> tuple[list[Line], int]:
    """All lines but those that come back near an edge on most pages, numbers aside; and how many were left out."""
    if len(pages) < 2:
        return [line for page in pages for line in page.lines if not _is_page_number(line, page)], 0
    levels = _running(pages)
    kept, dropped = [], 0
    for page in pages:
        for line in page.lines:
            level = levels.get(_shape(line.text)) if _is_marginal(line, page) else None
            if (level is not None and abs(line.top - level) <= _LEVEL) or _is_page_number(line, page):
                dropped += 1
            else:
                kept.append(line)
    return kept, dropped


def _running(pages: Sequence[Page]) -> dict[str, float]:
    """Words near an edge that stand at one height on most pages, with that height."""
    tops: dict[str, dict[int, float]] = {}
    for page in pages:
        for line in page.lines:
            if _is_marginal(line, page):
                tops.setdefault(_shape(line.text), {}).setdefault(page.number, line.top)
    found = {}
    for shape, seen in tops.items():
        level = median(seen.values())
        if sum(abs(top - level) <= _LEVEL for top in seen.values()) >= max(2, 0.5 * len(pages)):
            found[shape] = level
    return found


def _is_marginal(line: Line, page: Page) -> bool:
    if line.table:
        return False
    return line.bottom < _MARGIN * page.height or line.top > (1 - _MARGIN) * page.height


def _is_page_number(line: Line, page: Page) -> bool:
    return _is_marginal(line, page) and bool(
        re.fullmatch(r"(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?", line.text, re.I)
    )


def _shape(text: str) -> str:
    """The text without its page number, so that a head is the same on every page; a chapter's number stays."""
    plain = " ".join(text.casefold().split())
    return re.sub(r"(?:\bpage )?\b\d{1,4}(?: (?:of|/) \d{1,4})?$", "", plain).strip(" |-\u2013")
