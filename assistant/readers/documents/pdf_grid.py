"""Tables set without rules: lines whose cells stand below one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.readers.documents.pdf_lines import Line

#: Points by which the beginning of a cell may miss that of its column.
_SLACK = 6.0

#: A header and at least this many rows make a table.
_ROWS = 2

#: A gap this many letter heights high ends a table.
_GAP = 1.8

#: A cell longer than this is a sentence beside a mark, not a cell of a header.
_LONGEST = 60


def with_grids(lines: Sequence[Line]) -> list[Line]:
    """The lines, those of a table without rules joined into one that holds its rows."""
    found: list[Line] = []
    place = 0
    while place < len(lines):
        rows, used = _grid_at(lines, place)
        if rows:
            found.append(replace(lines[place], table=rows))
            place += used
        else:
            found.append(lines[place])
            place += 1
    return found


def _grid_at(lines: Sequence[Line], place: int) -> tuple[tuple[tuple[str, ...], ...], int]:
    """The rows of the table that begins here and how many lines it takes; none where there is no table."""
    header = lines[place]
    if not _is_header(header):
        return (), 0
    starts = [cell[0] for cell in header.cells]
    ends = [*starts[1:], float("inf")]
    rows = [[cell[2] for cell in header.cells]]
    used = 1
    for last, line in zip(lines[place:], lines[place + 1 :], strict=False):
        cells = _aligned(line, starts, ends) if _follows(last, line) else None
        if cells is None or (not cells[0] and len(rows) == 1):
            break
        if cells[0] and sum(map(bool, cells)) >= 2:
            rows.append(cells)
        elif not _goes_on(rows[-1], cells):
            break
        else:
            rows[-1] = [" ".join(filter(None, pair)) for pair in zip(rows[-1], cells, strict=True)]
        used += 1
    if len(rows) <= _ROWS:
        return (), 0
    return tuple(tuple(row) for row in rows), used


def _is_header(line: Line) -> bool:
    names = [cell[2] for cell in line.cells]
    if line.table or len(names) < 2 or any(len(name) > _LONGEST for name in names):
        return False
    return all(any(letter.isalpha() for letter in name) for name in names) and len(names[0].rstrip(".)")) > 1


def _follows(last: Line, line: Line) -> bool:
    same = line.page == last.page and line.column == last.column and not line.table
    return same and line.top >= last.top and line.top - last.bottom < _GAP * line.size


def _aligned(line: Line, starts: Sequence[float], ends: Sequence[float]) -> list[str] | None:
    """The line's cells under their columns; none where one stands between columns or runs into the next."""
    cells = [""] * len(starts)
    for x0, x1, text in line.cells:
        column = next((n for n, start in enumerate(starts) if abs(x0 - start) <= _SLACK), None)
        if column is None or cells[column] or x1 > ends[column] + _SLACK:
            return None
        cells[column] = text
    return cells


def _goes_on(row: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether a line with one cell is the rest of a wrapped cell above it."""
    return all(above for above, here in zip(row, cells, strict=True) if here)
