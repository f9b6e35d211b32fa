"""Markdown to blocks: headings, paragraphs, list items and table rows, each verbatim."""

from __future__ import annotations

import re

from assistant.readers.decode import decode_text
from assistant.readers.documents.blocks import Block, ReadDocument, dense_length
from assistant.readers.documents.front_matter import split_front_matter

_HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_UNDERLINE = re.compile(r"^ {0,3}(=+|-+)\s*$")
_ITEM = re.compile(r"^(\s*)(?:[-*+•]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)])\s+\S")
_FENCE = re.compile(r"^ {0,3}(```|~~~)")
_RULE = re.compile(r"^ {0,3}([-*_])(?:\s*\1){2,}\s*$")
_DELIMITER = re.compile(r"^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$")
#: Lines and marks that shape the page and say nothing.
_MARKUP = re.compile(r"^ {0,3}(?:#{1,6}(?=\s)|(?:=+|-{2,}|\*{3,}|_{3,}|`{3}.*|~{3}.*)\s*$)", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)

#: Spaces that nest a list item one level deeper; a tab counts as this many.
INDENT = 2


def read_markdown(data: bytes, where: str) -> ReadDocument:
    """Blocks and front matter of a Markdown file. Comments are dropped, since no reader of the page sees them."""
    metadata, body = split_front_matter(decode_text(data, where), where)
    shown = _COMMENT.sub(lambda match: "\n" * match.group().count("\n"), body)
    warnings = ("comments were left out",) if shown != body else ()
    return ReadDocument(tuple(_Reader(shown).blocks()), metadata, dense_length(_MARKUP.sub("", shown)), warnings)


def read_text(data: bytes, where: str) -> ReadDocument:
    """Blocks and optional front matter of a plain text file; list items are known by their marks."""
    metadata, body = split_front_matter(decode_text(data, where), where)
    reader = _Reader(body, plain=True)
    return ReadDocument(tuple(reader.blocks()), metadata, dense_length(body))


class _Reader:
    """Walks the lines once; every line ends up in exactly one block."""

    def __init__(self, text: str, *, plain: bool = False) -> None:
        self._lines = text.split("\n")
        self._plain = plain
        self._at = 0
        self._tables = 0

    def blocks(self) -> list[Block]:
        found: list[Block] = []
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if not line.strip() or (not self._plain and _RULE.match(line)):
                self._at += 1
            elif not self._plain and (heading := self._heading()):
                found.append(heading)
            elif self._is_table():
                found.extend(self._table())
            elif not self._plain and _FENCE.match(line):
                found.append(self._fenced())
            elif match := _ITEM.match(line):
                found.append(self._item(len(match.group(1).expandtabs(4)) // INDENT))
            else:
                found.append(self._paragraph())
        return found

    def _heading(self) -> Block | None:
        line = self._lines[self._at]
        if match := _HEADING.match(line):
            self._at += 1
            return Block("heading", match.group(2), level=len(match.group(1)))
        following = self._lines[self._at + 1] if self._at + 1 < len(self._lines) else ""
        if (match := _UNDERLINE.match(following)) and not _ITEM.match(line) and "|" not in line:
            self._at += 2
            return Block("heading", line.strip(), level=1 if match.group(1)[0] == "=" else 2)
        return None

    def _is_table(self) -> bool:
        if self._at + 1 >= len(self._lines) or "|" not in self._lines[self._at]:
            return False
        delimiter = self._lines[self._at + 1]
        return "-" in delimiter and "|" in delimiter and bool(_DELIMITER.match(delimiter))

    def _table(self) -> list[Block]:
        """One block a row; the header travels with each."""
        header_line, delimiter = self._lines[self._at], self._lines[self._at + 1]
        header = f"{header_line}\n{delimiter}"
        names = split_cells(header_line)
        self._at += 2
        self._tables += 1
        rows: list[Block] = []
        while self._at < len(self._lines) and "|" in self._lines[self._at] and self._lines[self._at].strip():
            line = self._lines[self._at]
            record = name_cells(names, split_cells(line))
            rows.append(Block("table_row", line, header=header, record=record, table=self._tables, apart=not rows))
            self._at += 1
        return rows or [Block("paragraph", header_line)]

    def _fenced(self) -> Block:
        start = self._at
        fence = self._lines[start].strip()[:3]
        self._at += 1
        while self._at < len(self._lines) and not self._lines[self._at].strip().startswith(fence):
            self._at += 1
        self._at = min(self._at + 1, len(self._lines))
        return Block("paragraph", "\n".join(self._lines[start + 1 : self._at - 1]) or fence)

    def _item(self, depth: int) -> Block:
        apart = self._after_blank()
        return Block("list_item", self._gather(), level=depth, apart=apart)

    def _paragraph(self) -> Block:
        apart = self._after_blank()
        return Block("paragraph", self._gather(), apart=apart)

    def _after_blank(self) -> bool:
        return self._at == 0 or not self._lines[self._at - 1].strip()

    def _gather(self) -> str:
        """Take the present line and the ones that continue it."""
        start = self._at
        self._at += 1
        while self._at < len(self._lines) and not self._breaks():
            self._at += 1
        return "\n".join(self._lines[start : self._at]).rstrip()

    def _breaks(self) -> bool:
        line = self._lines[self._at]
        if not line.strip() or _ITEM.match(line) or self._is_table():
            return True
        return not self._plain and bool(_HEADING.match(line) or _FENCE.match(line) or _RULE.match(line))


def split_cells(line: str) -> list[str]:
    """Cells of a pipe table's row; a backslash before a bar keeps it inside its cell.

    >>> split_cells("| D2740 | once in 60 months |")
    ['D2740', 'once in 60 months']
    """
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [cell.replace("\\|", "|").strip() for cell in re.split(r"(?<!\\)\|", inner)]


def name_cells(names: list[str], cells: list[str]) -> str:
    """A row as ``column: value`` pairs; empty cells are left out.

    >>> name_cells(["Code", "Limit"], ["D2740", "once in 60 months"])
    'Code: D2740; Limit: once in 60 months'
    """
    pairs = []
    for number, cell in enumerate(cells):
        name = names[number] if number < len(names) else ""
        if cell:
            pairs.append(f"{name}: {cell}" if name else cell)
    return "; ".join(pairs)
