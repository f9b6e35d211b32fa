"""Word documents to text: an office's edited letter read back as it would be sent.

Tracked insertions count and tracked deletions do not, because that is the text the reader
of the letter would see. Headers and footers are left out; footnotes and text boxes are not.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.domain.errors import BadInput
from assistant.readers.documents.archive import DAMAGE, OLE, expands_too_far
from assistant.readers.documents.word_elements import holder_of, tag_of

if TYPE_CHECKING:
    from lxml.etree import _Element

#: The first line of every draft that nobody has signed off.
DRAFT_MARK = "DRAFT - not reviewed, not signed"
#: What follows this heading belongs to the office's file, not to the letter.
PROOF_HEADING = "Proof index (for the office file, not part of the letter)"
#: The head of the table of conditions, which states nothing.
CRITERIA_HEADER = ("No.", "Policy criterion", "Status", "What the record shows")

_MAIN = re.compile(r'Type="[^"]*/officeDocument"[^>]*Target="([^"]+)"|Target="([^"]+)"[^>]*Type="[^"]*/officeDocument"')
_DROPPED = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText", "pPr", "rPr", "tblPr", "trPr", "tcPr"})
_SPECIAL = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}


def docx_text(data: bytes, name: str = "document") -> str:
    """The text of a Word document: paragraphs and tables in order, notes last.

    Paragraphs are parted by an empty line, table rows by a line break, cells by a tab.
    ``BadInput`` where the bytes are no Word document, are encrypted or expand past the
    bounds (``MAX_RATIO`` to 1, ``MAX_EXPANDED`` bytes).
    """
    with open_docx(data, name) as archive:
        main = _main_part(archive, name)
        folder = main.rpartition("/")[0]
        notes = [f"{folder}/{part}.xml".lstrip("/") for part in ("footnotes", "endnotes")]
        parts = [main, *(part for part in notes if part in archive.namelist())]
        blocks = [block for part in parts for block in _blocks(_parsed(archive, part, name))]
    return "\n\n".join(block for block in blocks if block.strip())


def read_letter(data: bytes, name: str) -> str:
    """The words of a letter, ``.docx`` or plain text, told apart by content.

    The draft mark and everything from the proof index on are the office's own notes and are
    left out, as is the head of the table of conditions; the lines keep their numbers.
    """
    packed = data.startswith((b"PK\x03\x04", OLE))
    text = docx_text(data, name) if packed else _plain(data, name)
    text = text.partition(PROOF_HEADING)[0].rstrip().replace("\t".join(CRITERIA_HEADER), "")
    if text.lstrip().startswith(DRAFT_MARK):
        text = text.replace(DRAFT_MARK, "", 1)
    if not text.strip():
        raise BadInput("the letter is empty", where=name, fix="give the letter with its text")
    return text + "\n"


def open_docx(data: bytes, name: str = "document") -> zipfile.ZipFile:
    """The archive of a Word document within the bounds; else ``BadInput``."""
    if data.startswith(OLE):
        raise BadInput(
            "the document is encrypted or in the old .doc format",
            where=name,
            fix="open it in Word and save it as .docx without a password",
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except DAMAGE as error:
        raise _not_word(name) from error
    members = archive.infolist()
    if any(member.flag_bits & 0x1 for member in members):
        raise BadInput("the document is encrypted", where=name, fix="save it without a password")
    if expands_too_far(members, len(data)):
        raise BadInput("the document expands to far more than a letter holds", where=name, fix="save it anew in Word")
    return archive


def _not_word(name: str) -> BadInput:
    return BadInput("not a Word document", where=name, fix="save the letter as .docx or as plain text")


def _main_part(archive: zipfile.ZipFile, name: str) -> str:
    """The path of the main document part, as the package's relationships name it."""
    names = archive.namelist()
    if "_rels/.rels" not in names:
        raise _not_word(name)
    match = _MAIN.search(_bytes(archive, "_rels/.rels", name).decode("utf-8", "replace"))
    target = (match[1] or match[2]).lstrip("/") if match else ""
    if target not in names:
        raise _not_word(name)
    return target


def _bytes(archive: zipfile.ZipFile, part: str, name: str) -> bytes:
    try:
        return archive.read(part)
    except DAMAGE as error:
        raise BadInput(f"the document is damaged ({part})", where=name, fix="save it anew in Word") from error


def _parsed(archive: zipfile.ZipFile, part: str, name: str) -> _Element:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(_bytes(archive, part, name), parser)
    except etree.XMLSyntaxError as error:
        raise BadInput(f"the document is damaged ({part})", where=name, fix="save it anew in Word") from error
    if part.endswith("notes.xml"):
        return root
    body = next((child for child in root if tag_of(child) == "body"), None)
    if tag_of(root) != "document" or body is None:
        raise _not_word(name)
    return body


def _blocks(container: _Element) -> Iterator[str]:
    """The paragraphs and tables of a container, through content controls and text boxes."""
    for child in container:
        tag = tag_of(child)
        if tag == "p":
            yield "".join(_words(child)).rstrip()
            for box in child.iter("{*}txbxContent"):
                if not any(tag_of(up) == "Fallback" for up in box.iterancestors()):
                    yield from _blocks(box)
        elif tag == "tbl":
            yield "\n".join(_rows(child))
        elif tag not in _DROPPED:
            yield from _blocks(child)


def _rows(table: _Element) -> Iterator[str]:
    for row in table.iter("{*}tr"):
        if holder_of(row, "tbl") is table and not _deleted(row):
            cells = (cell for cell in row.iter("{*}tc") if holder_of(cell, "tr") is row)
            yield "\t".join("\n".join(_blocks(cell)).strip() for cell in cells).rstrip()


def _deleted(row: _Element) -> bool:
    return any(tag_of(mark) == "del" for properties in row.iterchildren("{*}trPr") for mark in properties)


def _words(element: _Element) -> Iterator[str]:
    """The characters of a paragraph, without deletions, field codes and text boxes."""
    for child in element:
        tag = tag_of(child)
        if tag == "t":
            yield child.text or ""
        elif tag in _SPECIAL:
            yield _SPECIAL[tag]
        elif tag == "sym":
            # A picture-font character has no dependable meaning; it must not vanish from a number.
            yield "\N{REPLACEMENT CHARACTER}"
        elif tag not in _DROPPED and tag != "txbxContent":
            yield from _words(child)


def _plain(data: bytes, name: str) -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadInput(
            "neither a Word document nor UTF-8 text", where=name, fix="save the letter as .docx or as UTF-8 text"
        ) from error
    if "\x00" in text:
        raise BadInput("neither a Word document nor text", where=name, fix="save the letter as .docx or as UTF-8 text")
    return text.replace("\r\n", "\n").replace("\r", "\n")
