"""Rows of a text, CSV or Excel file with their line numbers."""

from __future__ import annotations

import csv
from codecs import getincrementaldecoder
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from assistant.domain.errors import BadInput

_MAX_BYTES = 600_000_000
_ZIP_MARK = b"PK\x03\x04"
_EXCEL = (".xlsx", ".xlsm")
_SNIFFED = 200_000


class Row(NamedTuple):
    """The cells of one line, without blanks around them; ``line`` counts from one."""

    line: int
    cells: list[str]


def text_lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a text file with their numbers, ends removed."""
    encoding = _encoding(path)
    with path.open(encoding=encoding, newline=None) as stream:
        for number, line in enumerate(stream, start=1):
            yield number, line.rstrip("\n")


def sheet_rows(path: Path) -> Iterator[Row]:
    """The rows of an Excel sheet, or of a text file whose cells are separated by tabs or commas."""
    if path.suffix.lower() in _EXCEL:
        yield from _excel_rows(path)
        return
    encoding = _encoding(path)
    with path.open(encoding=encoding, newline="") as stream:
        head = stream.read(_SNIFFED)
        stream.seek(0)
        reader = csv.reader(stream, delimiter="\t" if head.count("\t") > head.count(",") else ",")
        try:
            for cells in reader:
                yield Row(reader.line_num, [cell.strip() for cell in cells])
        except csv.Error as error:
            raise BadInput(
                f"line {reader.line_num}: {error}", where=path.name, fix="save the file as CSV and try again"
            ) from error


def _excel_rows(path: Path) -> Iterator[Row]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    _check_size(path)
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, BadZipFile, KeyError, OSError) as error:
        raise BadInput(
            f"not readable as an Excel file: {error}", where=path.name, fix="save the sheet as CSV and try again"
        ) from error
    try:
        for number, values in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1):
            yield Row(number, ["" if value is None else str(value).strip() for value in values])
    finally:
        book.close()


def _encoding(path: Path) -> str:
    """UTF-8, or the Windows code page of older CMS files; raises ``BadInput`` for what is no text."""
    _check_size(path)
    with path.open("rb") as stream:
        start = stream.read(_SNIFFED)
    if start.startswith(_ZIP_MARK):
        raise BadInput("this is a ZIP archive", where=path.name, fix="unpack it and import the file inside")
    if b"\x00" in start:
        raise BadInput("this is not a text file", where=path.name, fix="save it as CSV or text and try again")
    try:
        # Not final: a letter may be cut at the end of the piece that was read.
        getincrementaldecoder("utf-8")().decode(start, final=len(start) < _SNIFFED)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _check_size(path: Path) -> None:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise BadInput(
            f"the file cannot be opened: {error.strerror}", where=str(path), fix="check the path and its permissions"
        ) from error
    if path.is_dir():
        raise BadInput("this is a folder", where=str(path), fix="name one file")
    if size > _MAX_BYTES:
        raise BadInput(
            "the file is larger than any code set file", where=path.name, fix="check that it is the right file"
        )
