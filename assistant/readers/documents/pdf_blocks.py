"""A PDF to blocks: headings by their setting, list items, paragraphs, and ruled tables as rows with their header."""

from __future__ import annotations

import io
import logging
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from statistics import median
from typing import Any

from assistant.domain.errors import BadInput
from assistant.readers.documents.blocks import Block, ReadDocument, dense_length
from assistant.readers.documents.markdown import name_cells
from assistant.readers.documents.pdf_grid import with_grids
from assistant.readers.documents.pdf_lines import Grid, Line, Page, page_lines, visible, without_running_heads

#: Bounds of one file; what lies beyond is refused or said.
MAX_BYTES = 100_000_000
MAX_PAGES = 2_000
MAX_SECONDS = 300.0

#: Letters on a page below which it counts as a picture of text.
_FEW = 20

#: Points by which a nested item stands further in, and by which a line that stands further out leaves an item.
_NESTED, _OUTDENT = 6.0, 2.0

#: A sentence that ends with so much of the column left ends its paragraph.
_SHORT = 0.2

#: A line that leaves so much of the column free stands alone when the next begins like a new one.
_ALONE = 0.45

#: Pages with a larger share of letters that their font does not name cannot be read.
_UNREADABLE = 0.3

#: A line that gives one fact by name, such as a date.
_LABELLED = re.compile(r"^[A-Z][\w ]{1,30}:\s+\S")

_ITEM = re.compile(r"^(?:[-*\u2022\u25aa\u25cf\u2013]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)])\s+\S")
_NUMBERED = re.compile(r"^(?:section\s+)?\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+[A-Z]", re.IGNORECASE)


def read_pdf(data: bytes, where: str) -> ReadDocument:
    """Blocks with their pages. Raises ``BadInput`` for an encrypted, damaged, oversized or image-only file."""
    if len(data) > MAX_BYTES:
        raise BadInput(f"the file has {len(data):,} bytes, more than {MAX_BYTES:,}", where=where, fix="split it")
    pages, total, warnings = _pages(data, where)
    _refuse_unnamed(pages, where)
    lines, dropped = without_running_heads(pages)
    empty = _without_text(pages, lines)
    if len(empty) == len(pages):
        raise BadInput(
            f"none of its {len(pages)} pages holds text; they are pictures of pages",
            where=where,
            fix="run text recognition over it first, or give the original document",
        )
    if empty:
        shown = ", ".join(map(str, empty[:10])) + (" ..." if len(empty) > 10 else "")
        warnings.append(f"{len(empty)} of {len(pages)} pages hold no text: {shown}")
    if unnamed := sum(page.unnamed for page in pages):
        warnings.append(f"{unnamed} letters have a font that does not name them; they show as \ufffd")
    if hidden := sum(page.hidden for page in pages):
        warnings.append(f"{hidden} hidden letters were left out")
    if dropped:
        warnings.append(f"{dropped} running heads and page numbers were left out")
    blocks = tuple(_blocks(with_grids(lines)))
    seen = sum(map(_letters, lines)) * total // len(pages)  # pages that were not read count like those that were
    return ReadDocument(blocks, {}, seen, tuple(warnings))


def _pages(data: bytes, where: str) -> tuple[list[Page], int, list[str]]:
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # what it finds broken is not the reader's to see
    pages: list[Page] = []
    warnings: list[str] = []
    deadline = time.monotonic() + MAX_SECONDS
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            total = len(document.pages)
            for number, page in enumerate(document.pages, start=1):
                if number > MAX_PAGES or time.monotonic() > deadline:
                    warnings.append(f"only the first {number - 1} of {total:,} pages were read")
                    break
                shown = page.filter(lambda item: item.get("object_type") != "char" or visible(item))
                grids = [grid for table in shown.find_tables() if (grid := _grid(table)) is not None]
                pages.append(page_lines(page, number, grids, pages[-1].gutter if pages else None))
                page.close()
    except PdfminerException as error:
        cause = error.args[0] if error.args else None
        if isinstance(cause, PDFPasswordIncorrect):
            raise BadInput("the PDF is encrypted", where=where, fix="save it without a password") from None
        if isinstance(cause, MemoryError):
            raise cause from None
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
    return pages, total, warnings


def _refuse_unnamed(pages: Sequence[Page], where: str) -> None:
    """A file whose fonts do not say which letters they draw looks well and reads as nothing."""
    bad = [page for page in pages if page.unnamed > _UNREADABLE * sum(map(_letters, page.lines))]
    if bad and len(bad) * 2 >= len(pages):
        raise BadInput(
            f"the fonts of {len(bad)} of its {len(pages)} pages do not say which letters they draw",
            where=where,
            fix="run text recognition over it, or give the original document",
        )


def _without_text(pages: Sequence[Page], lines: Sequence[Line]) -> list[int]:
    """Numbers of the pages that hold next to no letters beside running heads."""
    letters = dict.fromkeys((page.number for page in pages), 0)
    for line in lines:
        letters[line.page] += _letters(line)
    return [number for number, count in letters.items() if count < _FEW]


def _letters(line: Line) -> int:
    return sum(dense_length("".join(row)) for row in line.table) if line.table else dense_length(line.text)


def _damaged(where: str) -> BadInput:
    return BadInput("the PDF is damaged", where=where, fix="open it in a viewer and print it to a new PDF")


def _grid(found: Any) -> Grid | None:
    """A table of at least two rows and two columns with words in it; frames around text are none."""
    cells = [tuple(" ".join((cell or "").split()) for cell in row) for row in found.extract() or ()]
    rows = [row for row in cells if any(row)]
    wide = [row for row in rows if sum(1 for cell in row if cell) >= 2]
    if len(rows) < 2 or len(wide) * 2 < len(rows):
        return None
    return Grid(tuple(found.bbox), tuple(rows))


def _blocks(lines: Sequence[Line]) -> Iterator[Block]:
    """Text and tables in reading order."""
    body = _body_size(lines)
    header: tuple[str, ...] = ()
    number = 0
    indents: list[float] = []
    for group in _paragraphs(lines, body):
        if group[0].table:
            header, number, rows = _table_blocks(group[0], header, number)
            yield from rows
            continue
        block = _block(group, body)
        if block.kind == "list_item":
            indents = [*(x for x in indents if x < group[0].x0 - _NESTED), group[0].x0]
            depth = len(indents) - 1
            block = replace(block, text="  " * depth + block.text, level=depth)
        else:
            indents = []
        yield block


def _table_blocks(line: Line, earlier: tuple[str, ...], number: int) -> tuple[tuple[str, ...], int, list[Block]]:
    """Rows below the header; a table that goes on at the top of the next page keeps the header it began with."""
    first, below = line.table[0], line.table[1:]
    goes_on = bool(earlier) and len(earlier) == len(first) and (first == earlier or _looks_like_data(first))
    header = earlier if goes_on else first
    rows = below if not goes_on or first == earlier else line.table
    number += 1
    return (
        header,
        number,
        [
            Block(
                "table_row",
                " | ".join(row),
                page=line.page,
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
    sizes = [line.size for line in lines if not line.table for _ in range(max(1, len(line.text) // 10))]
    return median(sizes) if sizes else 10.0


def _paragraphs(lines: Sequence[Line], body: float) -> Iterator[list[Line]]:
    """Lines that belong together: same setting, no gap, no new item."""
    group: list[Line] = []
    edges = _right_edges(lines)
    for line in lines:
        if group and not (_continues(group[-1], line, body) and _same_paragraph(group, line, edges)):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _continues(last: Line, line: Line, body: float) -> bool:
    if last.table or line.table:
        return False
    if _ITEM.match(line.text) or _is_heading(line, body) != _is_heading(last, body):
        return False
    if _is_heading(line, body):
        return abs(line.size - last.size) < 0.5 and line.page == last.page and line.top - last.bottom < line.size
    if line.page != last.page or line.column != last.column:
        return not last.text.rstrip().endswith((".", ":", ";", "?", "!")) and line.text[:1].islower()
    return line.top - last.bottom < 0.75 * line.size and line.top >= last.top


def _right_edges(lines: Sequence[Line]) -> dict[tuple[int, int], tuple[float, float]]:
    """The left and right edge of the text in each column of each page."""
    edges: dict[tuple[int, int], tuple[float, float]] = {}
    for line in lines:
        left, right = edges.get((line.page, line.column), (line.x0, line.x1))
        edges[line.page, line.column] = (min(left, line.x0), max(right, line.x1))
    return edges


def _same_paragraph(group: Sequence[Line], line: Line, edges: Mapping[tuple[int, int], tuple[float, float]]) -> bool:
    """Whether the line goes on with the text: no sentence ended on a short line, no item left by its indent."""
    first, last = group[0], group[-1]
    if last.page != line.page or last.column != line.column:
        return True
    if _ITEM.match(first.text) and line.x0 < first.x0 - _OUTDENT:
        return False
    left, right = edges[last.page, last.column]
    free = right - last.x1
    begins = line.text[:1].isupper() or line.text[:1].isdigit()
    if begins and free > (_SHORT if _LABELLED.match(line.text) else _ALONE) * (right - left):
        return False
    ended = last.text.rstrip().endswith((".", ":", ";", "?", "!"))
    return not (ended and free > _SHORT * (right - left) and line.text[:1].isupper())


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
