"""A PDF to blocks: headings by their setting, list items, paragraphs, and ruled tables as rows with their header."""

from __future__ import annotations

import io
import logging
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from assistant.domain.errors import BadInput
from assistant.readers.blocks import Block, ReadDocument, dense_length
from assistant.readers.markdown import name_cells
from assistant.readers.pdf_lines import Line, Page, page_lines, visible, without_running_heads

#: Bounds of one file; what lies beyond is refused or said.
MAX_BYTES = 100_000_000
MAX_PAGES = 2_000
MAX_SECONDS = 300.0

#: Letters on a page below which it counts as a picture of text.
_FEW = 20

_ITEM = re.compile(r"^(?:[-*\u2022\u25aa\u25cf\u2013]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)])\s+\S")
_NUMBERED = re.compile(r"^(?:section\s+)?\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+[A-Z]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Table:
    """A ruled table: where it stands and its cells."""

    page: int
    top: float
    rows: tuple[tuple[str, ...], ...]


def read_pdf(data: bytes, where: str) -> ReadDocument:
    """Blocks with their pages. Raises ``BadInput`` for an encrypted, damaged, oversized or image-only file."""
    if len(data) > MAX_BYTES:
        raise BadInput(f"the file has {len(data):,} bytes, more than {MAX_BYTES:,}", where=where, fix="split it")
    pages, tables, warnings = _pages(data, where)
    lines, dropped = without_running_heads(pages)
    empty = _without_text(pages, lines, tables)
    if len(empty) == len(pages):
        raise BadInput(
            f"none of its {len(pages)} pages holds text; they are pictures of pages",
            where=where,
            fix="run text recognition over it first, or give the original document",
        )
    if empty:
        shown = ", ".join(map(str, empty[:10])) + (" ..." if len(empty) > 10 else "")
        warnings.append(f"{len(empty)} of {len(pages)} pages hold no text: {shown}")
    if hidden := sum(page.hidden for page in pages):
        warnings.append(f"{hidden} hidden letters were left out")
    if dropped:
        warnings.append(f"{dropped} running heads and page numbers were left out")
    blocks = tuple(_blocks(lines, tables))
    seen = sum(dense_length(line.text) for line in lines) + sum(
        dense_length("".join(row)) for table in tables for row in table.rows
    )
    return ReadDocument(blocks, {}, seen, tuple(warnings))


def _pages(data: bytes, where: str) -> tuple[list[Page], list[_Table], list[str]]:
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # what it finds broken is not the reader's to see
    pages: list[Page] = []
    tables: list[_Table] = []
    warnings: list[str] = []
    deadline = time.monotonic() + MAX_SECONDS
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            for number, page in enumerate(document.pages, start=1):
                if number > MAX_PAGES or time.monotonic() > deadline:
                    warnings.append(f"only the first {number - 1} of {len(document.pages)} pages were read")
                    break
                shown = page.filter(lambda item: item.get("object_type") != "char" or visible(item))
                found = [_table(table, number) for table in shown.find_tables()]
                whole = [(box, table) for box, table in found if table is not None]
                tables += [table for _, table in whole]
                pages.append(page_lines(page, number, [box for box, _ in whole]))
                page.close()
    except PdfminerException as error:
        if isinstance(error.args[0] if error.args else None, PDFPasswordIncorrect):
            raise BadInput("the PDF is encrypted", where=where, fix="save it without a password") from None
        raise _damaged(where) from error
    except (
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        RecursionError,
        AssertionError,
        OSError,
    ) as error:
        raise _damaged(where) from error
    if not pages:
        raise BadInput("the PDF has no pages", where=where)
    return pages, tables, warnings


def _without_text(pages: Sequence[Page], lines: Sequence[Line], tables: Sequence[_Table]) -> list[int]:
    """Numbers of the pages that hold next to no letters beside running heads."""
    letters = dict.fromkeys((page.number for page in pages), 0)
    for line in lines:
        letters[line.page] += dense_length(line.text)
    with_tables = {table.page for table in tables}
    return [number for number, count in letters.items() if count < _FEW and number not in with_tables]


def _damaged(where: str) -> BadInput:
    return BadInput("the PDF is damaged", where=where, fix="open it in a viewer and print it to a new PDF")


def _table(found: Any, page: int) -> tuple[tuple[float, float, float, float], _Table | None]:
    """A table of at least two rows and two columns with words in it; frames around text are none."""
    box = tuple(found.bbox)
    cells = [tuple(" ".join((cell or "").split()) for cell in row) for row in found.extract() or ()]
    rows = [row for row in cells if any(row)]
    wide = [row for row in rows if sum(1 for cell in row if cell) >= 2]
    if len(rows) < 2 or len(wide) * 2 < len(rows):
        return box, None
    return box, _Table(page, float(box[1]), tuple(rows))


def _blocks(lines: Sequence[Line], tables: Sequence[_Table]) -> Iterator[Block]:
    """Text and tables in the order of pages; a table stands after the text above it."""
    body = _body_size(lines)
    waiting = sorted(tables, key=lambda table: (table.page, table.top))
    header: tuple[str, ...] = ()
    number = 0
    for group in _paragraphs(lines, body):
        while waiting and (waiting[0].page, waiting[0].top) < (group[0].page, group[0].top) and group[0].column == 0:
            header, number, rows = _table_blocks(waiting.pop(0), header, number)
            yield from rows
        yield _block(group, body)
    for table in waiting:
        header, number, rows = _table_blocks(table, header, number)
        yield from rows


def _table_blocks(table: _Table, earlier: tuple[str, ...], number: int) -> tuple[tuple[str, ...], int, list[Block]]:
    """Rows below the header; a table that goes on at the top of the next page keeps the header it began with."""
    first, below = table.rows[0], table.rows[1:]
    goes_on = bool(earlier) and len(earlier) == len(first) and (first == earlier or _looks_like_data(first))
    header = earlier if goes_on else first
    rows = below if not goes_on or first == earlier else table.rows
    number += 1
    return (
        header,
        number,
        [
            Block(
                "table_row",
                " | ".join(row),
                page=table.page,
                header=" | ".join(header),
                record=name_cells(list(header), list(row)),
                table=number,
                apart=place == 0,
            )
            for place, row in enumerate(rows)
        ],
    )


def _looks_like_data(row: Sequence[str]) -> bool:
    """Whether a row holds a code or an amount, which headers do not."""
    return any(re.search(r"[A-Z]\d{4}|\$|\d{2,}", cell) for cell in row)


def _body_size(lines: Sequence[Line]) -> float:
    sizes = [line.size for line in lines for _ in range(max(1, len(line.text) // 10))]
    return median(sizes) if sizes else 10.0


def _paragraphs(lines: Sequence[Line], body: float) -> Iterator[list[Line]]:
    """Lines that belong together: same setting, no gap, no new item."""
    group: list[Line] = []
    for line in lines:
        if group and not _continues(group[-1], line, body):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _continues(last: Line, line: Line, body: float) -> bool:
    if _ITEM.match(line.text) or _is_heading(line, body) != _is_heading(last, body):
        return False
    if _is_heading(line, body):
        return abs(line.size - last.size) < 0.5 and line.page == last.page and line.top - last.bottom < line.size
    if line.page != last.page or line.column != last.column:
        return not last.text.rstrip().endswith((".", ":", ";", "?", "!")) and line.text[:1].islower()
    return line.top - last.bottom < 0.75 * line.size and line.top >= last.top


def _is_heading(line: Line, body: float) -> bool:
    ended = line.text.rstrip().endswith((".", ";", ","))
    if len(line.text) > 160 or (ended and not _NUMBERED.match(line.text)):
        return False
    if line.size >= 1.12 * body:
        return True
    return line.bold and len(line.text) <= 90


def _block(group: Sequence[Line], body: float) -> Block:
    text = _joined(group)
    first = group[0]
    if _is_heading(first, body):
        return Block("heading", text, level=_level(first, body), page=first.page)
    return Block("list_item" if _ITEM.match(text) else "paragraph", text, page=first.page)


def _level(line: Line, body: float) -> int:
    """Deeper for a smaller setting; a number such as 3.2 says its own depth."""
    if match := re.match(r"^(?:section\s+)?(\d{1,2}(?:\.\d{1,2})*)", line.text, re.IGNORECASE):
        return min(6, 2 + match.group(1).count("."))
    ratio = line.size / body
    return 1 if ratio >= 1.6 else 2 if ratio >= 1.25 else 3


def _joined(group: Sequence[Line]) -> str:
    """The lines as one text; a word parted at the line's end by a soft hyphen is one word again."""
    text = ""
    for line in group:
        joint = "" if not text or text.endswith("\u00ad") else " "
        text = text.removesuffix("\u00ad") + joint + line.text
    return text
