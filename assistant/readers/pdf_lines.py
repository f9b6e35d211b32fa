"""The lines of a PDF page in reading order: columns one after another, running heads and hidden text left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

#: Letters smaller than this in points are not meant to be read.
MIN_SIZE = 3.0

#: A gap between columns is at least this wide, in points, and no line crosses it.
_GUTTER = 12.0

#: Lines this near the top or bottom edge, as a share of the height, can be running heads.
_MARGIN = 0.12


#: Lines nearer to the edge than this share of the height belong to no column.
_EDGE = 0.08


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text with its place on the page, in points from the top left, and how it is set."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool
    page: int
    column: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of one page outside its tables, how high it is, and how many hidden letters were left out."""

    number: int
    height: float
    lines: tuple[Line, ...]
    hidden: int


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


def page_lines(page: Any, number: int, tables: Sequence[tuple[float, float, float, float]]) -> Page:
    """The page's lines outside the tables' boxes."""
    hidden = sum(1 for char in page.chars if not visible(char) and str(char.get("text", "")).strip())
    shown = page.filter(lambda item: item.get("object_type") != "char" or visible(item))
    words = [
        word
        for word in shown.extract_words(extra_attrs=["size", "fontname"], keep_blank_chars=False, use_text_flow=False)
        if not any(_inside(word, box) for box in tables)
    ]
    columns = split_columns(words, float(page.width), float(page.height))
    lines = [line for place, column in enumerate(columns) for line in _lines(column, number, place)]
    return Page(number, float(page.height), tuple(lines), hidden)


def split_columns(words: Sequence[dict[str, Any]], width: float, height: float) -> list[list[dict[str, Any]]]:
    """The words of each column, left first; one column where a gutter cannot be shown.

    A gutter is a band near the middle that words of many lines leave free on both sides. Lines that run across it
    and lines at the edges of the page (a title, a foot) stand before or after the columns.
    """
    if len(words) < 40:
        return [list(words)]
    middle = width / 2
    gutter = next((x for x in _candidates(middle) if _is_gutter(words, x)), None)
    if gutter is None:
        return [list(words)]
    crossing = [word for word in words if word["x0"] < gutter < word["x1"]]
    rows = {round(word["top"]) for word in crossing}
    edge = _EDGE * height
    rows |= {round(word["top"]) for word in words if word["bottom"] < edge or word["top"] > height - edge}
    across = [word for word in words if round(word["top"]) in rows]
    rest = [word for word in words if round(word["top"]) not in rows]
    left = [word for word in rest if word["x1"] <= gutter]
    right = [word for word in rest if word["x0"] >= gutter]
    first_row = min((word["top"] for word in rest), default=0.0)
    above = [word for word in across if word["top"] < first_row]
    below = [word for word in across if word["top"] >= first_row]
    return [column for column in (above, left, right, below) if column]


def _candidates(middle: float) -> list[float]:
    return [middle + step * side for step in range(0, 61, 4) for side in (1, -1)]


def _is_gutter(words: Sequence[dict[str, Any]], x: float) -> bool:
    near = [word for word in words if word["x0"] < x + _GUTTER / 2 and word["x1"] > x - _GUTTER / 2]
    left = {round(word["top"]) for word in words if word["x1"] <= x}
    right = {round(word["top"]) for word in words if word["x0"] >= x}
    both = len(left & right)
    return len({round(word["top"]) for word in near}) <= 0.08 * len(left | right) and both >= 0.5 * len(left | right)


def _inside(word: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    x = float(word["x0"] + word["x1"]) / 2
    y = float(word["top"] + word["bottom"]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _lines(words: Sequence[dict[str, Any]], page: int, column: int) -> list[Line]:
    """Words that share a baseline, left to right."""
    rows: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda word: (word["top"], word["x0"])):
        tolerance = 0.45 * float(word["size"])
        if rows and abs(rows[-1][0]["bottom"] - word["bottom"]) <= tolerance:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [_line(sorted(row, key=lambda word: word["x0"]), page, column) for row in rows]


def _line(words: Sequence[dict[str, Any]], page: int, column: int) -> Line:
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
    )


def without_running_heads(pages: Sequence[Page]) -> tuple[list[Line], int]:
    """All lines but those near an edge that come back on most pages, numbers aside; and how many were left out."""
    if len(pages) < 2:
        return [line for page in pages for line in page.lines if not _is_page_number(line, page)], 0
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_shape(line.text) for line in page.lines if _is_marginal(line, page)})
    often = {shape for shape, count in seen.items() if count >= max(2, 0.5 * len(pages))}
    kept, dropped = [], 0
    for page in pages:
        for line in page.lines:
            if _is_marginal(line, page) and (_shape(line.text) in often or _is_page_number(line, page)):
                dropped += 1
            else:
                kept.append(line)
    return kept, dropped


def _is_marginal(line: Line, page: Page) -> bool:
    return line.bottom < _MARGIN * page.height or line.top > (1 - _MARGIN) * page.height


def _is_page_number(line: Line, page: Page) -> bool:
    return _is_marginal(line, page) and bool(
        re.fullmatch(r"(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?", line.text, re.I)
    )


def _shape(text: str) -> str:
    """The text without its page number, so that a head is the same on every page; a chapter's number stays."""
    plain = " ".join(text.casefold().split())
    return re.sub(r"(?:\bpage )?\b\d{1,4}(?: (?:of|/) \d{1,4})?$", "", plain).strip(" |-\u2013")
