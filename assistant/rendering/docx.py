"""A letter as a Word document, on our own plain layout or on the office's template."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Inches, Pt

from assistant.prompting.wording import long_date
from assistant.readers.documents.docx import CRITERIA_HEADER, PROOF_HEADING
from assistant.rendering import word_parts as parts
from assistant.rendering.files import write_whole
from assistant.rendering.letter import (
    Block,
    CriteriaBlock,
    EnclosureBlock,
    Heading,
    Letter,
    Lines,
    Paragraph,
    SignatureBlock,
    body_blocks,
    letterhead_lines,
)
from assistant.rendering.proof import proof_rows
from assistant.rendering.word_package import package
from assistant.rendering.word_template import fill_template, place

if TYPE_CHECKING:
    from docx.document import Document

_FONT = "Arial"
#: The tag of an office template that places a block; every other block belongs to ``body``.
_TAGS: dict[type[Block], str] = {
    CriteriaBlock: "criteria",
    EnclosureBlock: "enclosures",
    SignatureBlock: "signature",
}


def letter_docx(letter: Letter, *, template: Path | None = None, proof: bool = True) -> bytes:
    """The letter as Word bytes, the same for the same letter.

    ``template`` is the office's own document: its header, footer and styles are kept and its
    tags filled (see ``word_template``); unknown tags are ``BadInput``. The proof index
    follows on a page of its own.
    """
    document = _plain_document(letter) if template is None else _on_template(letter, template)
    if proof and letter.statements:
        _add_proof(document, letter)
        if template is None:
            parts.add_footer(document, "Office file", numbered=False)
    if letter.draft_mark:
        parts.mark_as_draft(document)
    # Properties show in file lists and searches, so they name no patient and no claim.
    title = f"Letter to {letter.addressee[0]}" if letter.addressee else "Letter"
    return package(document, title=title, author=letter.practice.name or "", date=letter.date)


def write_docx(letter: Letter, path: Path, *, template: Path | None = None, proof: bool = True) -> None:
    """Write the letter to ``path``, whole or not at all."""
    write_whole(path, letter_docx(letter, template=template, proof=proof))


def _plain_document(letter: Letter) -> Document:
    document = docx.Document()
    _lay_out(document)
    head = letterhead_lines(letter.practice)
    for number, line in enumerate(head):
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(16 if number == len(head) - 1 else 0)
        parts.add_words(paragraph, line, bold=number == 0, size=15 if number == 0 else 9)
    for _, build in _pieces(document, letter):
        build()
    parts.add_footer(document, letter.practice.name or "")
    return document


def _lay_out(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = Inches(1)
    section.top_margin, section.bottom_margin = Inches(0.9), Inches(0.8)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(10.5)
    # Word takes the East Asian slot for some signs, such as the sign for "at least".
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    normal.paragraph_format.space_after = Pt(8)
    normal.paragraph_format.line_spacing = 1.08


def _on_template(letter: Letter, template: Path) -> Document:
    """The office's document with its tags filled; what no tag asks for stands in the body, in order."""
    filled = fill_template(template, letter)
    document, body = filled.document, list[Callable[[], None]]()
    for tag, build in _pieces(document, letter):
        if tag in filled.anchors and tag != "body":
            place(document, filled.anchors[tag], build)
        elif tag not in filled.inline:
            body.append(build)
    place(document, filled.anchors.get("body"), *body)
    return document


def _pieces(document: Document, letter: Letter) -> Iterator[tuple[str, Callable[[], None]]]:
    """The letter below the letterhead: the tag that may place a piece, and what builds it."""
    whole = letter.edited is None  # a person's text holds date, addressee and subject itself
    if whole:
        yield "date", partial(parts.add_lines, document, [long_date(letter.date)])
    if letter.addressee and whole:
        yield "addressee", partial(parts.add_lines, document, list(letter.addressee))
    if letter.re_block and whole:
        labels = [f"RE: {label}" if place == 0 else label for place, (label, _) in enumerate(letter.re_block)]
        values = [value for _, value in letter.re_block]
        yield "re_block", partial(parts.add_pairs, document, list(zip(labels, values, strict=True)))
    for block in body_blocks(letter):
        yield _TAGS.get(type(block), "body"), partial(_add_block, document, block)


def _add_block(document: Document, block: Block) -> None:
    match block:
        case Heading(text):
            parts.add_heading(document, text)
        case Paragraph(text):
            parts.add_words(document.add_paragraph(), text)
        case Lines(lines):
            parts.add_lines(document, lines)
        case CriteriaBlock(heading, rows):
            parts.add_heading(document, heading)
            cells = [CRITERIA_HEADER, *((r.number, r.text, r.status, r.record) for r in rows)]
            parts.add_table(document, cells, (0.5, 2.4, 1.0, 2.6), size=9.5)
        case EnclosureBlock(heading, lines):
            parts.add_heading(document, heading)
            parts.add_lines(document, lines)
        case SignatureBlock(closing, lines):
            parts.add_signature(document, closing, lines)


def _add_proof(document: Document, letter: Letter) -> None:
    document.add_section()
    parts.add_heading(document, PROOF_HEADING)
    rows = [("No.", "Statement", "Type", "Source", "Quote"), *proof_rows(letter.statements, letter.titles)]
    parts.add_table(document, rows, (0.4, 2.1, 0.8, 1.3, 1.9), size=8.5)
