"""Fee schedules, code lists and benefit grids: CSV and XLSX to one block a row, each cell named by its column."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from assistant.domain.errors import BadInput
from assistant.readers.decode import decode_text
from assistant.readers.documents.archive import DAMAGE, open_archive
from assistant.readers.documents.blocks import Block, ReadDocument, dense_length
from assistant.readers.documents.markdown import name_cells

#: Rows and columns that are read of one sheet; what lies beyond is said.
MAX_ROWS = 50_000
MAX_COLUMNS = 100

#: What stands between the cells of a row in the text.
_BAR = " | "

#: What the workbook library raises on parts that are no XML or lack what they must hold.
_BROKEN_PARTS = (SyntaxError, KeyError, TypeError, IndexError, AttributeError, OverflowError, RecursionError)


def read_csv(data: bytes, where: str) -> ReadDocument:
    """Rows of a comma, semicolon, tab or bar separated file."""
    text = decode_text(data, where)
    try:
        dialect: type[csv.Dialect] | csv.Dialect = csv.Sniffer().sniff(text[:20_000], delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    try:
        rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), dialect)]
    except csv.Error as error:
        raise BadInput(f"the rows cannot be told apart: {error}", where=where, fix="save it as CSV anew") from None
    blocks, warnings = _sheet(rows, table=1)
    return ReadDocument(tuple(blocks), {}, sum(dense_length("".join(row)) for row in rows), tuple(warnings))


def read_xlsx(data: bytes, where: str) -> ReadDocument:
    """Visible sheets of a workbook, each under its name; values as last calculated, not formulas."""
    with open_archive(data, where, needs="xl/workbook.xml"):
        pass
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheets = [(sheet.title, sheet.sheet_state, _cells(sheet)) for sheet in book.worksheets]
        book.close()
    except (InvalidFileException, *DAMAGE, *_BROKEN_PARTS) as error:
        raise BadInput("the workbook is damaged", where=where, fix="open it and save it anew as .xlsx") from error
    blocks: list[Block] = []
    warnings: list[str] = []
    seen = 0
    for number, (title, state, rows) in enumerate(sheets, start=1):
        if state != "visible":
            warnings.append(f"the hidden sheet {title!r} was left out")
            continue
        seen += sum(dense_length("".join(row)) for row in rows)
        found, said = _sheet(rows, table=number)
        if found:
            blocks += [Block("heading", title, level=2), *found]
        warnings += [f"sheet {title!r}: {words}" for words in said]
    return ReadDocument(tuple(blocks), {}, seen, tuple(warnings))


def _cells(sheet: Any) -> list[list[str]]:
    rows = sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS + 1, values_only=True)
    return [[_shown(value) for value in row] for row in rows]


def _shown(value: object) -> str:
    """A cell as people read it: whole numbers without a point, days as ISO dates."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == value.time().min else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())


def _sheet(rows: Sequence[Sequence[str]], table: int) -> tuple[list[Block], list[str]]:
    """The rows below the header; what stands above it is text."""
    warnings = []
    if len(rows) > MAX_ROWS:
        warnings.append(f"only the first {MAX_ROWS:,} rows were read")
    if any(any(row[MAX_COLUMNS:]) for row in rows):
        warnings.append(f"only the first {MAX_COLUMNS} columns were read")
    kept = [list(row[:MAX_COLUMNS]) for row in rows[:MAX_ROWS]]
    start = _header_at(kept)
    if start is None:
        return [Block("paragraph", _line(row)) for row in kept if any(row)], warnings
    return [*_above(kept[:start]), *_rows(kept[start], kept[start + 1 :], table)], warnings


def _header_at(rows: Sequence[Sequence[str]]) -> int | None:
    """Place of the first row that names two columns or more and is followed by a row as wide."""
    for place, row in enumerate(rows[:30]):
        filled = [cell for cell in row if cell]
        follows = next((below for below in rows[place + 1 :] if any(below)), None)
        if len(filled) < 2 or follows is None:
            continue
        if (
            sum(1 for cell in filled if not any(c.isdigit() for c in cell)) * 2 >= len(filled)
            and sum(1 for cell in follows if cell) >= 2
        ):
            return place
    return None


def _above(rows: Iterable[Sequence[str]]) -> Iterator[Block]:
    for row in rows:
        if any(row):
            yield Block("paragraph", _line(row))


def _rows(header: Sequence[str], rows: Iterable[Sequence[str]], table: int) -> Iterator[Block]:
    names = [cell for cell in header]
    shown = _line(header)
    first = True
    for row in rows:
        if any(row):
            yield Block(
                "table_row", _line(row), header=shown, record=name_cells(names, list(row)), table=table, apart=first
            )
            first = False


def _line(row: Sequence[str]) -> str:
    """A row as one line; empty cells at its end are left out."""
    cells = list(row)
    while cells and not cells[-1]:
        cells.pop()
    return _BAR.join(cells)
