"""The pieces of a Word letter: runs, tables without a named style, fields, the draft mark.

Nothing here relies on a style of the document, because an office's template may hold any.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Pt, RGBColor

from assistant.readers.documents.docx import DRAFT_MARK

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

_NEEDS = re.compile(r"(\[\[needs:[^\[\]]*\]\])")
# XML 1.0 cannot carry these; they reach us as form feeds and the like from scanned records.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_GREY = RGBColor(0x59, 0x59, 0x59)
_RED = RGBColor(0xB0, 0x1E, 0x1E)


def add_words(paragraph: Paragraph, text: str, *, bold: bool = False, size: float | None = None) -> None:
    """Text with every placeholder highlighted in yellow."""
    for piece in _NEEDS.split(_ILLEGAL.sub("", text)):
        if piece:
            run = paragraph.add_run(piece)
            run.bold = bold or None
            if size is not None:
                run.font.size = Pt(size)
            if piece.startswith("[[needs:"):
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def add_lines(document: Document, lines: Sequence[str], *, bold_first: bool = False) -> None:
    """Lines set tight as one block, with room after the last; kept on one page."""
    for number, line in enumerate(lines):
        paragraph = document.add_paragraph()
        add_words(paragraph, line, bold=bold_first and number == 0)
        last = number == len(lines) - 1
        paragraph.paragraph_format.space_after = Pt(10 if last else 0)
        paragraph.paragraph_format.keep_with_next = not last


def add_heading(document: Document, text: str) -> None:
    """A bold line that stays with what follows it."""
    paragraph = document.add_paragraph()
    add_words(paragraph, text, bold=True)
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.space_before = Pt(4)
    paragraph.paragraph_format.space_after = Pt(4)


def add_table(
    document: Document,
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    *,
    header: bool = True,
    size: float | None = None,
) -> None:
    """A ruled table; ``widths`` in inches; the header row is shaded and repeats on each page."""
    table = _bare_table(document, len(rows), widths)
    _set_borders(table, ("top", "left", "bottom", "right", "insideH", "insideV"))
    for number, (row, cells) in enumerate(zip(table.rows, rows, strict=True)):
        _mark_row(row, "w:cantSplit")
        if header and number == 0:
            _mark_row(row, "w:tblHeader")
        for cell, text in zip(row.cells, cells, strict=True):
            _fill(cell, text, bold=header and number == 0, size=size)
            if header and number == 0:
                _shade(cell, "E7ECF1")
    _space_after_table(document)


def add_pairs(document: Document, pairs: Sequence[tuple[str, str]]) -> None:
    """Label and value lines in two columns between two thin rules: the reference block."""
    table = _bare_table(document, len(pairs), (1.7, 4.8))
    _set_borders(table, ("top", "bottom"))
    for row, (label, value) in zip(table.rows, pairs, strict=True):
        _mark_row(row, "w:cantSplit")
        _fill(row.cells[0], label, bold=True)
        _fill(row.cells[1], value)
    _space_after_table(document)


def add_signature(document: Document, closing: str, lines: Sequence[str]) -> None:
    """Closing words, room for a signature, a rule, the signer; never alone at the top of a page."""
    if document.paragraphs:
        document.paragraphs[-1].paragraph_format.keep_with_next = True
    first = document.add_paragraph()
    add_words(first, closing)
    first.paragraph_format.keep_with_next = True
    first.paragraph_format.space_after = Pt(30)
    rule = document.add_paragraph("_" * 34)
    rule.paragraph_format.keep_with_next = True
    rule.paragraph_format.space_after = Pt(0)
    add_lines(document, lines)


def mark_as_draft(document: Document) -> None:
    """The draft mark in the header of every page, above what the header already holds."""
    for number, section in enumerate(document.sections):
        for header in _headers(section, even=document.settings.odd_and_even_pages_header_footer):
            if header.is_linked_to_previous and number > 0:
                continue
            existing = header.paragraphs
            blank = len(existing) == 1 and not existing[0].text and not existing[0].runs and len(header.tables) == 0
            paragraph = existing[0] if blank else _prepended(header)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            run = paragraph.add_run(DRAFT_MARK)
            run.bold = True
            run.font.size = Pt(11)
            run.font.color.rgb = _RED


def add_footer(document: Document, name: str, *, numbered: bool = True) -> None:
    """``name - Page 1`` at the foot of the pages of the last section.

    Without "of 2": the proof index behind the letter is not sent, and its pages would count.
    """
    footer = document.sections[-1].footer
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    words = " - ".join(part for part in (_ILLEGAL.sub("", name), "Page " if numbered else "") if part)
    _grey_run(paragraph).text = words
    for element in _page_number() if numbered else ():
        _grey_run(paragraph)._r.append(element)


def _grey_run(paragraph: Paragraph) -> Run:
    run = paragraph.add_run()
    run.font.size = Pt(8.5)
    run.font.color.rgb = _GREY
    return run


def _headers(section: Section, *, even: bool) -> Iterator[Any]:
    yield section.header
    if section.different_first_page_header_footer:
        yield section.first_page_header
    if even:
        yield section.even_page_header


def _prepended(header: Any) -> Paragraph:
    paragraph: Paragraph = header.add_paragraph()
    element = paragraph._p
    element.getparent().insert(0, element)
    return paragraph


def _page_number() -> Iterator[Any]:
    """The pieces of a PAGE field; each needs a run of its own to keep its size."""
    code, shown = OxmlElement("w:instrText"), OxmlElement("w:t")
    code.set(qn("xml:space"), "preserve")
    code.text, shown.text = " PAGE ", "1"
    yield _field_mark("begin")
    yield code
    yield _field_mark("separate")
    yield shown
    yield _field_mark("end")


def _field_mark(kind: str) -> Any:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    return mark


def _bare_table(document: Document, rows: int, widths: Sequence[float]) -> Table:
    table: Table = document.add_table(rows=rows, cols=len(widths))
    table.autofit = False
    # Word goes by the cells, LibreOffice by the grid.
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Inches(width)
        for cell in column.cells:
            cell.width = Inches(width)
    return table


def _fill(cell: _Cell, text: str, *, bold: bool = False, size: float | None = None) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.paragraph_format.space_before = Pt(2)
    paragraph.paragraph_format.line_spacing = 1.0
    add_words(paragraph, text, bold=bold, size=size)


def _set_borders(table: Table, edges: Sequence[str]) -> None:
    borders = OxmlElement("w:tblBorders")
    for edge in edges:
        line = OxmlElement(f"w:{edge}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "7F8C99")):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    # Word refuses a document whose table properties stand in another order than the schema's.
    table._tbl.tblPr.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")


def _mark_row(row: Any, tag: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(tag))


def _shade(cell: _Cell, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{key}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _space_after_table(document: Document) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.paragraph_format.line_spacing = Pt(6)
