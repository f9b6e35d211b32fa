"""Where the columns of a PDF page stand, and its words in the order they are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

Word = dict[str, Any]

#: Where a gutter is looked for, as shares of the width, and the step in points.
_FROM, _TO, _STEP = 0.3, 0.7, 2

#: Points to either side of a gutter that no line touches.
_CLEAR = 4.0

#: A gap this many letter heights wide parts two stretches of one line.
_PART = 1.2

#: Stretches on each side that make a page two columns, and what they hold at the median when they are prose.
_LINES, _LETTERS, _WORDS = 3, 18, 3

#: Right stretches begin within so many points of one another (items are indented).
_INDENT = 40.0

#: Of the rows so many may run across the gutter: titles, tables, notes.
_ACROSS = 0.4

#: Rows nearer to the edge than this share of the height, and parted from the text by a gap, belong to no column.
_EDGE = 0.08

#: How far the gutter of a page may lie from that of the page before to count as the same.
_SAME = 14.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of one line without a wide gap."""

    words: tuple[Word, ...]
    x0: float
    x1: float
    top: float
    bottom: float
    size: float

    @property
    def letters(self) -> int:
        """How many letters it holds."""
        return sum(len(word["text"]) for word in self.words)


def rows_of(words: Iterable[Word]) -> list[list[Word]]:
    """Words that share a baseline, each row from left to right, the topmost first."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word["top"], word["x0"])):
        tolerance = 0.45 * float(word["size"])
        if rows and abs(rows[-1][0]["bottom"] - word["bottom"]) <= tolerance:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda word: word["x0"]) for row in rows]


def stretches(row: Sequence[Word], part: float = _PART) -> list[Stretch]:
    """A row cut at its wide gaps."""
    groups: list[list[Word]] = []
    for word in row:
        if groups and word["x0"] - groups[-1][-1]["x1"] < part * float(word["size"]):
            groups[-1].append(word)
        else:
            groups.append([word])
    return [_stretch(group) for group in groups]


def _stretch(words: Sequence[Word]) -> Stretch:
    return Stretch(
        tuple(words),
        float(words[0]["x0"]),
        max(float(word["x1"]) for word in words),
        min(float(word["top"]) for word in words),
        max(float(word["bottom"]) for word in words),
        median(float(word["size"]) for word in words),
    )


def find_gutter(rows: Sequence[Sequence[Word]], width: float, before: float | None = None) -> float | None:
    """Where the page is parted into two columns of prose; ``before`` is the gutter of the page before."""
    parts = [stretch for row in rows for stretch in stretches(row)]
    if before is not None and _is_gutter(parts, before, lines=1):
        return before
    free = [
        (sum(1 for part in parts if _touches(part, x)), x)
        for x in range(int(_FROM * width), int(_TO * width) + 1, _STEP)
    ]
    if not free:
        return None
    fewest = min(count for count, _ in free)
    places = [x for count, x in free if count == fewest]
    runs = _runs(places)
    gutter = next(
        (x for x in sorted(map(_middle, runs), key=lambda x: abs(x - width / 2)) if _is_gutter(parts, x)), None
    )
    return float(gutter) if gutter is not None else None


def _runs(places: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for x in places:
        if runs and x - runs[-1][-1] == _STEP:
            runs[-1].append(x)
        else:
            runs.append([x])
    return runs


def _middle(run: Sequence[int]) -> int:
    return run[len(run) // 2]


def _touches(part: Stretch, x: float) -> bool:
    return part.x0 < x + _CLEAR and part.x1 > x - _CLEAR


def _is_gutter(parts: Sequence[Stretch], x: float, lines: int = _LINES) -> bool:
    """Prose on both sides of it, the right side beginning at one edge, and few lines across."""
    left = [part for part in parts if part.x1 <= x - _CLEAR]
    right = [part for part in parts if part.x0 >= x + _CLEAR]
    across = len(parts) - len(left) - len(right)
    if len(left) < lines or len(right) < lines or across > _ACROSS * (len(left) + len(right)):
        return False
    edge = min(part.x0 for part in right)
    level = sum(1 for part in right if part.x0 <= edge + _INDENT)
    return level >= 0.6 * len(right) and (lines < _LINES or (_is_prose(left) and _is_prose(right)))


def _is_prose(parts: Sequence[Stretch]) -> bool:
    return median(part.letters for part in parts) >= _LETTERS and median(len(part.words) for part in parts) >= _WORDS


def columns(rows: Sequence[Sequence[Word]], gutter: float | None, height: float) -> list[list[Word]]:
    """The words in reading order: above a line that runs across first left, then right; one list each."""
    if gutter is None:
        return [[word for row in rows for word in row]]
    edges = _edge_rows(rows, height)
    found: list[list[Word]] = []
    left: list[Word] = []
    right: list[Word] = []
    across: list[Word] = []
    for number, row in enumerate(rows):
        whole = number in edges or any(_touches(part, gutter) for part in stretches(row))
        if whole:
            found += [left, right]
            left, right = [], []
            across += row
            continue
        found.append(across)
        across = []
        left += [word for word in row if word["x0"] < gutter]
        right += [word for word in row if word["x0"] >= gutter]
    return [column for column in (*found, left, right, across) if column]


def _edge_rows(rows: Sequence[Sequence[Word]], height: float) -> set[int]:
    """Numbers of the rows at the head and foot of the page that a gap parts from the text."""
    spans = [(min(word["top"] for word in row), max(word["bottom"] for word in row)) for row in rows]
    sizes = [float(row[0]["size"]) for row in rows]
    found: set[int] = set()
    for order in (range(len(rows)), range(len(rows) - 1, -1, -1)):
        found |= set(_parted(order, spans, sizes, height))
    return found


def _parted(
    order: Sequence[int], spans: Sequence[tuple[float, float]], sizes: Sequence[float], height: float
) -> Iterator[int]:
    passed: list[int] = []
    for here, following in pairwise(order):
        top, bottom = spans[here]
        if not (bottom < _EDGE * height or top > (1 - _EDGE) * height):
            return
        passed.append(here)
        upper, lower = sorted((spans[here], spans[following]))
        if lower[0] - upper[1] >= 0.8 * sizes[here]:
            yield from passed
            passed = []
