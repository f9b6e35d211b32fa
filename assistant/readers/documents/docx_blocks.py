"""A Word document to blocks: headings by their style, list items by their numbering, one block a table row.

Tracked insertions count and tracked deletions do not; hidden text is left out and said.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.domain.errors import BadInput
from assistant.readers.documents.archive import DAMAGE, open_archive
from assistant.readers.documents.blocks import Block, ReadDocument, dense_length
from assistant.readers.documents.markdown import name_cells
from assistant.readers.documents.word_elements import holder_of, tag_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAIN = "word/document.xml"
_STYLES = "word/styles.xml"
_SPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING_NAME = re.compile(r"^heading (\d)$", re.IGNORECASE)
_DROPPED = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText", "pPr", "rPr", "txbxContent"})
_MARKED = re.compile(r"^\s*(?:[-*\u2022\u25aa\u25cf]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)])\s+\S")


def read_docx(data: bytes, where: str) -> ReadDocument:
    """Blocks of the document's body. Raises ``BadInput`` when it is damaged, encrypted or no Word document."""
    with open_archive(data, where, needs=_MAIN) as archive:
        root = _parsed(archive, _MAIN, where)
        styles = _parsed(archive, _STYLES, where) if _STYLES in archive.namelist() else None
    body = root.find(f"{_SPACE}body")
    if body is None:
        raise BadInput("the document has no body", where=where, fix="save it anew in Word")
    walker = _Walker(_heading_levels(styles, root), _list_styles(styles))
    blocks = tuple(walker.blocks(body))
    if not blocks:
        raise BadInput("the document holds no text", where=where)
    warnings = (f"{walker.hidden} stretches of hidden text were left out",) if walker.hidden else ()
    seen = sum(dense_length(block.text) for block in blocks) + sum(
        dense_length(header) for header in {block.table: block.header for block in blocks if block.table}.values()
    )
    return ReadDocument(blocks, {}, seen, warnings)


def _parsed(archive: zipfile.ZipFile, part: str, where: str) -> _Element:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(archive.read(part), parser)
    except (etree.XMLSyntaxError, *DAMAGE) as error:
        raise BadInput(f"the document is damaged ({part})", where=where, fix="save it anew in Word") from error


def _heading_levels(styles: _Element | None, root: _Element) -> dict[str, int]:
    """Style ids of headings with their level; where a title is set, it is the first level and headings stand below."""
    levels: dict[str, int] = {}
    titles = set()
    for key, words, style in _named(styles):
        outline = style.find(f"{_SPACE}pPr/{_SPACE}outlineLvl")
        if match := _HEADING_NAME.match(words):
            levels[key] = int(match.group(1))
        elif words.lower() == "title":
            titles.add(key)
        elif outline is not None and (outline.get(f"{_SPACE}val") or "9") < "6":
            levels[key] = int(outline.get(f"{_SPACE}val") or 0) + 1
    used = {style.get(f"{_SPACE}val", "") for style in root.iter(f"{_SPACE}pStyle")}
    if titles & used:
        levels = {key: level + 1 for key, level in levels.items()}
    return {**levels, **dict.fromkeys(titles, 1)}


def _list_styles(styles: _Element | None) -> dict[str, int]:
    """Style ids of list items with their depth."""
    depths = {}
    for key, words, style in _named(styles):
        numbered = style.find(f"{_SPACE}pPr/{_SPACE}numPr") is not None
        if match := re.match(r"^list (?:bullet|number|continue)(?: (\d))?$", words, re.IGNORECASE):
            depths[key] = int(match.group(1) or 1) - 1
        elif numbered and not _HEADING_NAME.match(words):
            depths[key] = 0
    return depths


def _named(styles: _Element | None) -> Iterator[tuple[str, str, _Element]]:
    for style in styles.iter(f"{_SPACE}style") if styles is not None else ():
        name = style.find(f"{_SPACE}name")
        yield style.get(f"{_SPACE}styleId", ""), name.get(f"{_SPACE}val", "") if name is not None else "", style


class _Walker:
    def __init__(self, levels: dict[str, int], lists: dict[str, int]) -> None:
        self._levels = levels
        self._lists = lists
        self._tables = 0
        self.hidden = 0

    def blocks(self, container: _Element) -> Iterator[Block]:
        for child in container:
            tag = tag_of(child)
            if tag == "p":
                yield from self._paragraph(child)
            elif tag == "tbl":
                yield from self._table(child)
            elif tag not in _DROPPED:
                yield from self.blocks(child)

    def _paragraph(self, paragraph: _Element) -> Iterator[Block]:
        text = "".join(self._words(paragraph)).strip()
        if text:
            mark = paragraph.find(f"{_SPACE}pPr/{_SPACE}pStyle")
            style = mark.get(f"{_SPACE}val", "") if mark is not None else ""
            level = self._levels.get(style, 0)
            depth = _list_depth(paragraph, self._lists.get(style))
            if level:
                yield Block("heading", " ".join(text.split()), level=min(level, 6))
            elif depth is not None:
                shown = text if _MARKED.match(text) else f"- {text}"
                yield Block("list_item", "  " * depth + shown, level=depth, apart=False)
            else:
                yield Block("list_item" if _MARKED.match(text) else "paragraph", text)
        for box in paragraph.iter(f"{_SPACE}txbxContent"):
            if not any(tag_of(up) == "Fallback" for up in box.iterancestors()):
                yield from self.blocks(box)

    def _table(self, table: _Element) -> Iterator[Block]:
        rows = [self._cells(row) for row in table.iter(f"{_SPACE}tr") if holder_of(row, "tbl") is table]
        rows = [row for row in rows if any(row)]
        if rows and max(map(len, rows)) < 2:
            yield from (Block("paragraph", row[0]) for row in rows)
            return
        self._tables += 1
        header, below = (rows[0], rows[1:]) if len(rows) > 1 else ([], rows)
        for number, row in enumerate(below):
            yield Block(
                "table_row",
                " | ".join(row),
                header=" | ".join(header),
                record=name_cells(header, row),
                table=self._tables,
                apart=number == 0,
            )

    def _cells(self, row: _Element) -> list[str]:
        cells: Sequence[_Element] = [cell for cell in row.iter(f"{_SPACE}tc") if holder_of(cell, "tr") is row]
        return [" ".join("\n".join(self._lines(cell)).split()) for cell in cells]

    def _lines(self, cell: _Element) -> Iterator[str]:
        for paragraph in cell.iter(f"{_SPACE}p"):
            yield "".join(self._words(paragraph))

    def _words(self, element: _Element) -> Iterator[str]:
        for child in element:
            tag = tag_of(child)
            if tag == "r" and _is_hidden(child):
                self.hidden += bool("".join(child.itertext()).strip())
            elif tag == "t":
                yield child.text or ""
            elif tag in ("tab", "br", "cr"):
                yield " "
            elif tag == "noBreakHyphen":
                yield "-"
            elif tag not in _DROPPED:
                yield from self._words(child)


def _is_hidden(run: _Element) -> bool:
    """Hidden by its own mark, or white on white."""
    properties = run.find(f"{_SPACE}rPr")
    if properties is None:
        return False
    vanish = properties.find(f"{_SPACE}vanish")
    if vanish is not None and vanish.get(f"{_SPACE}val", "true") not in ("0", "false"):
        return True
    colour = properties.find(f"{_SPACE}color")
    shaded = properties.find(f"{_SPACE}shd") is not None or properties.find(f"{_SPACE}highlight") is not None
    return colour is not None and (colour.get(f"{_SPACE}val") or "").upper() == "FFFFFF" and not shaded


def _list_depth(paragraph: _Element, by_style: int | None) -> int | None:
    numbering = paragraph.find(f"{_SPACE}pPr/{_SPACE}numPr")
    if numbering is None:
        return by_style
    level = numbering.find(f"{_SPACE}ilvl")
    value = level.get(f"{_SPACE}val", "0") if level is not None else "0"
    return min(int(value), 8) if value.isdigit() else 0
