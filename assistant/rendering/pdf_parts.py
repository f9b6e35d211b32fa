"""The pieces of a PDF page: fonts, paragraphs with placeholders highlighted, tables, page marks."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from reportlab import rl_config
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import letter as letter_size
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import inch
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table

from assistant.readers.documents.docx import DRAFT_MARK

_NEEDS = re.compile(r"(\[\[needs:[^\[\]]*\]\])")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f]")
#: The built-in fonts know the Windows character set only; this family ships with reportlab.
_WIDE = "ClaimwrightSans"


class Fonts(NamedTuple):
    """A regular and a bold face."""

    regular: str
    bold: str


class PageMarks(NamedTuple):
    """What stands in the margins: the draft mark, a name, the number of the first page and of all pages."""

    draft: bool
    name: str
    first: int
    total: int


def fonts_for(texts: Iterable[str]) -> tuple[Fonts, str]:
    """Fonts that can print the texts, and the characters that none of them has."""
    characters = set().union(*map(set, texts))
    if all(_built_in(c) for c in characters):
        return Fonts("Helvetica", "Helvetica-Bold"), ""
    glyphs = _wide_glyphs()
    missing = sorted(c for c in characters if c.isprintable() and ord(c) not in glyphs)
    return Fonts(_WIDE, f"{_WIDE}-Bold"), "".join(missing)


def _built_in(character: str) -> bool:
    try:
        character.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


@cache
def _wide_glyphs() -> frozenset[int]:
    for name, file in ((_WIDE, "Vera.ttf"), (f"{_WIDE}-Bold", "VeraBd.ttf")):
        path = next(str(Path(folder) / file) for folder in rl_config.TTFSearchPath if (Path(folder) / file).is_file())
        pdfmetrics.registerFont(TTFont(name, path))
    return frozenset(pdfmetrics.getFont(_WIDE).face.charToGlyph)


def words(
    text: str, fonts: Fonts, *, bold: bool = False, size: float = 10.5, centred: bool = False, after: float = 8
) -> Paragraph:
    """A paragraph; placeholders are highlighted, nothing in the text is read as markup."""
    style = ParagraphStyle(
        "words",
        fontName=fonts.bold if bold else fonts.regular,
        fontSize=size,
        leading=size * 1.25,
        spaceAfter=after,
        alignment=TA_CENTER if centred else 0,
        splitLongWords=1,
    )
    pieces = (
        f'<font backColor="yellow">{escape(piece)}</font>' if piece.startswith("[[needs:") else escape(piece)
        for piece in _NEEDS.split(_CONTROL.sub("", text))
    )
    return Paragraph("".join(pieces).replace("\n", "<br/>"), style)


def lines(texts: Sequence[str], fonts: Fonts, *, after: float = 10, size: float = 10.5) -> list[Flowable]:
    """Lines set tight as one block."""
    if not texts:
        return []
    tight = [words(text, fonts, size=size, after=0) for text in texts]
    return [KeepTogether(tight), Spacer(1, after)]


#: Of the smallest type that a table is set in, counted low.
_CHARACTERS_PER_INCH = 11
_LINES_PER_PAGE = 40


def room_for_a_row() -> Flowable:
    """A new page where the heading of a table would stand alone at the foot of this one."""
    return CondPageBreak(1.6 * inch)


def table(
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    fonts: Fonts,
    *,
    ruled: bool = True,
    size: float = 9.5,
) -> Table:
    """A table; a ruled one has a shaded header row that repeats, the other is two plain columns between rules."""
    cells = [
        [
            words(cell, fonts, size=size, after=0, bold=(row == 0 if ruled else column == 0))
            for column, cell in enumerate(line)
        ]
        for row, line in enumerate(rows)
    ]
    grey = colors.HexColor("#7F8C99")
    style: list[tuple[Any, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]
    if ruled:
        style += [("GRID", (0, 0), (-1, -1), 0.5, grey), ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#E7ECF1"))]
    else:
        style += [("LINEABOVE", (0, 0), (-1, 0), 0.5, grey), ("LINEBELOW", (0, -1), (-1, -1), 0.5, grey)]
    return Table(
        cells,
        [w * inch for w in widths],
        style=style,
        repeatRows=int(ruled),
        hAlign="LEFT",
        spaceAfter=8,
        # A row goes to the next page whole; only one that no page could hold is cut.
        splitInRow=int(_taller_than_a_page(rows, widths)),
    )


def _taller_than_a_page(rows: Sequence[Sequence[str]], widths: Sequence[float]) -> bool:
    """Whether a cell may need more lines than a page has; a narrow estimate, so that none is missed."""
    return any(
        sum(len(line) / (width * _CHARACTERS_PER_INCH) + 1 for line in cell.split("\n")) > _LINES_PER_PAGE
        for row in rows
        for cell, width in zip(row, widths, strict=True)
    )


def pages(story: list[Flowable], fonts: Fonts, marks: PageMarks | None, title: str) -> bytes:
    """The story as PDF bytes, the same for the same story; without ``marks`` the margins stay empty."""
    buffer = io.BytesIO()
    document = SimpleDocTemplate(
        buffer,
        pagesize=letter_size,
        margin=inch,
        topMargin=0.95 * inch,
        bottomMargin=0.85 * inch,
        invariant=1,
        title=title,
    )
    if marks is None:
        document.build(story)
    else:
        document.build(story, onFirstPage=_marker(fonts, marks), onLaterPages=_marker(fonts, marks))
    return buffer.getvalue()


def _marker(fonts: Fonts, marks: PageMarks) -> Callable[[Any, Any], None]:
    def mark(canvas: Any, document: Any) -> None:
        canvas.saveState()
        if marks.draft:
            canvas.setFont(fonts.bold, 11)
            canvas.setFillColor(colors.HexColor("#B01E1E"))
            canvas.drawCentredString(letter_size[0] / 2, letter_size[1] - 0.55 * inch, DRAFT_MARK)
        canvas.setFont(fonts.regular, 8.5)
        canvas.setFillColor(colors.HexColor("#595959"))
        number = f"Page {marks.first + document.page - 1} of {marks.total}"
        name = _CONTROL.sub("", marks.name)
        canvas.drawCentredString(letter_size[0] / 2, 0.5 * inch, f"{name} - {number}" if name else number)
        canvas.restoreState()

    return mark
