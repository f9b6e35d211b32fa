"""Pick the reader of a document by its content, and let a sidecar correct its metadata."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from assistant.domain.errors import BadInput
from assistant.readers.documents.blocks import ReadDocument

#: Changes whenever a reader would yield other blocks of the same file, so that it is read again.
READING = "3"

Reader = Callable[[bytes, str], ReadDocument]


def _markdown() -> Reader:
    from assistant.readers.documents.markdown import read_markdown

    return read_markdown


def _text() -> Reader:
    from assistant.readers.documents.markdown import read_text

    return read_text


def _html() -> Reader:
    from assistant.readers.documents.html_blocks import read_html

    return read_html


def _pdf() -> Reader:
    from assistant.readers.documents.pdf_blocks import read_pdf

    return read_pdf


def _docx() -> Reader:
    from assistant.readers.documents.docx_blocks import read_docx

    return read_docx


def _xlsx() -> Reader:
    from assistant.readers.documents.sheet_blocks import read_xlsx

    return read_xlsx


def _csv() -> Reader:
    from assistant.readers.documents.sheet_blocks import read_csv

    return read_csv


_READERS: dict[str, Callable[[], Reader]] = {
    ".md": _markdown,
    ".markdown": _markdown,
    ".txt": _text,
    ".html": _html,
    ".htm": _html,
    ".pdf": _pdf,
    ".docx": _docx,
    ".xlsx": _xlsx,
    ".csv": _csv,
    ".tsv": _csv,
}

_ARCHIVES = frozenset({".docx", ".xlsx"})
_PACKED = _ARCHIVES | {".pdf"}
#: Bytes that are looked at to tell words from anything else.
_PROBE = 4096

#: Name endings that a reader exists for.
SUFFIXES = frozenset(_READERS)


def read_document(data: bytes, name: str, sidecar: Mapping[str, Any] | None = None) -> ReadDocument:
    """Blocks and metadata of a document; raises ``BadInput`` when no reader takes it.

    The content decides where it tells (PDF, Word, Excel, web page), else the ending of the name; a name that says
    something else is noted.
    """
    suffix = PurePath(name).suffix.lower()
    if not data and suffix in SUFFIXES:
        raise BadInput("the file is empty", where=name, fix="give the whole document, or leave it out")
    true_suffix = _by_content(data, suffix) or suffix
    reader = _READERS.get(true_suffix)
    if reader is None:
        raise BadInput(
            f"no reader for files ending in {suffix or 'nothing'}",
            where=name,
            fix=f"give {', '.join(sorted(SUFFIXES))}",
        )
    read = reader()(data, name)
    said = []
    if _READERS.get(suffix) is not reader:
        said.append(f"the name ends in {suffix}, the content is {true_suffix[1:]}")
    if true_suffix in _ARCHIVES and _leads_out(data):
        said.append("it holds names that lead out of any folder; they were not opened")
    read = replace(read, warnings=(*read.warnings, *said)) if said else read
    return replace(read, metadata={**read.metadata, **sidecar}) if sidecar else read


def _leads_out(data: bytes) -> bool:
    """Whether a member of the archive is named as if it stood elsewhere."""
    names = [name.replace("\\", "/") for name in zipfile.ZipFile(io.BytesIO(data)).namelist()]
    return any(name.startswith("/") or ".." in name.split("/") for name in names)


def _is_words(data: bytes) -> bool:
    """Whether bytes under a name of another format are plain text."""
    try:
        words = data[:_PROBE].decode("utf-8", errors="strict" if len(data) <= _PROBE else "ignore")
    except UnicodeDecodeError:
        return False
    return bool(words.strip()) and all(character.isprintable() or character in "\r\n\t\f\ufeff" for character in words)


def _by_content(data: bytes, suffix: str) -> str | None:
    """The ending that the bytes prove, if they prove one."""
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return ".pdf"
    if data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith((b"<!doctype html", b"<html")):
        return ".html"
    if not data.startswith(b"PK\x03\x04"):
        return ".txt" if suffix in _PACKED and _is_words(data) else None
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    return ".docx" if "word/document.xml" in names else ".xlsx" if "xl/workbook.xml" in names else None
