"""Enclosures as PDF pages: what can be merged is, what cannot is a finding with the reason."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageOps, UnidentifiedImageError
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from reportlab.lib.pagesizes import letter as letter_size
from reportlab.lib.units import inch
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from assistant.domain.draft import Enclosure
from assistant.domain.finding import Finding
from assistant.rendering import pdf_parts as parts
from assistant.rendering.letter import enclosure_name

MAX_BYTES = 50 * 1024 * 1024
MAX_PAGES = 300
MAX_PIXELS = 80_000_000
MAX_TEXT = 500_000

# What pypdf raises on damaged files, beside its own errors.
_DAMAGE = (
    PyPdfError,
    *(ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError, RecursionError),
    *(OSError, zlib.error, NotImplementedError),
)


class Merged(NamedTuple):
    """An enclosure with its pages; ``data`` is empty where it could not be merged."""

    number: int
    enclosure: Enclosure
    data: bytes
    pages: int


class _CannotMergeError(ValueError):
    """Why a file cannot be part of the packet, and what to do."""

    def __init__(self, reason: str, fix: str) -> None:
        super().__init__(reason)
        self.fix = fix


def merge_enclosures(enclosures: Sequence[Enclosure], folder: Path) -> tuple[list[Merged], list[Finding]]:
    """Each enclosure as pages of its own; files are looked for below ``folder`` only."""
    merged, findings = list[Merged](), list[Finding]()
    for number, enclosure in enumerate(enclosures, 1):
        try:
            data, count = _as_pdf(_bytes_of(enclosure, folder), f"Enclosure {number}: {enclosure_name(enclosure)}")
        except _CannotMergeError as refusal:
            data, count = b"", 0
            findings.append(_finding(number, enclosure, str(refusal), refusal.fix))
        merged.append(Merged(number, enclosure, data, count))
    return merged, findings


def _finding(number: int, enclosure: Enclosure, reason: str, fix: str) -> Finding:
    return Finding(
        rule="PK01",
        severity="warning",
        where=f"enclosures[{number - 1}]",
        message=f"{enclosure.title} is not in the packet: {reason}",
        fix=fix,
        source="files of the case",
    )


def _bytes_of(enclosure: Enclosure, folder: Path) -> bytes:
    if not enclosure.file:
        raise _CannotMergeError("no file is named", "name the file in the case, or take the enclosure off the letter")
    path = (folder / enclosure.file).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise _CannotMergeError("the file lies outside the folder of the case", "copy it beside the case file")
    if not path.is_file():
        raise _CannotMergeError(
            f"the file {enclosure.file} does not exist", "add the file, or take the enclosure off the letter"
        )
    if path.stat().st_size > MAX_BYTES:
        raise _CannotMergeError("the file is larger than 50 MB", "export it smaller, or send it separately")
    try:
        return path.read_bytes()
    except OSError as error:
        raise _CannotMergeError(
            f"the file cannot be read ({error.strerror})", "check the file's permissions"
        ) from error


def _as_pdf(data: bytes, caption: str) -> tuple[bytes, int]:
    """Told by content, not by name: scanners and portals name files as they like."""
    if data[:1024].lstrip().startswith(b"%PDF"):
        return _copied(data)
    if data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        return _picture(data, caption), 1
    if data.strip() and (text := _plain(data)) is not None:
        return _typed(text, caption)
    raise _CannotMergeError("it is neither PDF, PNG, JPEG nor plain text", "export it as PDF, or send it separately")


def _copied(data: bytes) -> tuple[bytes, int]:
    """The pages alone, copied one by one, so that scripts and attached files stay behind."""
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise _CannotMergeError("the PDF is protected by a password", "save it without a password")
        count = len(reader.pages)
        if not 0 < count <= MAX_PAGES:
            raise _CannotMergeError(f"the PDF has {count} pages", f"enclose 1 to {MAX_PAGES} pages")
        writer = PdfWriter()
        for page in reader.pages:
            added = writer.add_page(page)
            added.pop("/AA", None)
        return _written(writer), count
    except _CannotMergeError:
        raise
    except _DAMAGE as error:
        raise _CannotMergeError("the PDF is damaged", "open it and save or print it as PDF anew") from error


def _written(writer: PdfWriter) -> bytes:
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _picture(data: bytes, caption: str) -> bytes:
    """The picture on a page of its own, upright, as large as the margins allow."""
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise _CannotMergeError("the picture is larger than 80 megapixels", "export it smaller")
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except _CannotMergeError:
        raise
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise _CannotMergeError("the picture is damaged", "export it anew") from error
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=letter_size, invariant=1)
    room = (letter_size[0] - 1.5 * inch, letter_size[1] - 2 * inch)
    scale = min(room[0] / upright.width, room[1] / upright.height, 2.0)
    wide, high = upright.width * scale, upright.height * scale
    canvas.drawImage(ImageReader(upright), (letter_size[0] - wide) / 2, letter_size[1] - inch - high, wide, high)
    canvas.setFont("Helvetica", 9)
    canvas.drawCentredString(letter_size[0] / 2, 0.5 * inch, caption.encode("cp1252", "replace").decode("cp1252"))
    canvas.save()
    return buffer.getvalue()


def _plain(data: bytes) -> str | None:
    """The text of a plain text file, ``None`` for anything else."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    control = any(ord(c) < 32 and c not in "\t\n\r\f" for c in text)
    return None if control or len(text) > MAX_TEXT else text.replace("\r\n", "\n").replace("\t", "    ")


def _typed(text: str, caption: str) -> tuple[bytes, int]:
    """A text file line by line below its caption."""
    fonts, missing = parts.fonts_for([text, caption])
    if missing:
        raise _CannotMergeError(f"the PDF fonts lack {' '.join(missing[:5])}", "export it as PDF")
    # Charts line their columns up with spaces: even widths and no-break spaces keep them.
    even = parts.Fonts("Courier", "Courier-Bold") if fonts.regular == "Helvetica" else fonts
    story: list[Flowable] = [parts.words(caption, fonts, bold=True)]
    story += [
        parts.words(re.sub(r"^ | (?= )|(?<= ) ", "\u00a0", line) or "\u00a0", even, size=9, after=0)
        for line in text.replace("\f", "\n").split("\n")
    ]
    data = parts.pages(story, fonts, None, caption)
    return data, count_pages(data)


def join(sections: Sequence[bytes], *, title: str, author: str) -> bytes:
    """One PDF of all sections, without dates or bookmarks: the same for the same sections."""
    writer = PdfWriter()
    for section in sections:
        for page in PdfReader(io.BytesIO(section)).pages:
            writer.add_page(page)
    writer.metadata = None
    writer.add_metadata({"/Title": title, "/Author": author})
    writer.compress_identical_objects(remove_duplicates=True, remove_unreferenced=True)
    return _written(writer)


def count_pages(data: bytes) -> int:
    """Pages of a PDF that we made."""
    return len(PdfReader(io.BytesIO(data)).pages)
