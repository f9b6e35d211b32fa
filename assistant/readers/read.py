"""Bytes to records: the kind is told from the content, never from the name."""

from __future__ import annotations

from assistant.domain.errors import BadInput
from assistant.domain.records import Records

#: The largest file that is read, in bytes; a day's remittances of a big practice are far below it.
LIMIT = 50 * 1024 * 1024

#: How files of other kinds begin, and where they belong.
_OTHERS = (
    (b"%PDF", "a PDF", "add it with `claimwright corpus add`, or name it under `documents` of a case"),
    (b"PK\x03\x04", "a ZIP or Office file", "unpack it, or save the data as X12 or FHIR JSON"),
    (b"\x89PNG", "an image", "ask for the electronic remittance (835)"),
    (b"\xff\xd8\xff", "an image", "ask for the electronic remittance (835)"),
    (b"<", "XML or HTML", "ask for X12, or for FHIR in its JSON form"),
)

#: The largest JSON; a resource has some kilobytes, a bundle some megabytes.
JSON_LIMIT = 10 * 1024 * 1024

_FIX = "give an X12 file (835, 837, 271, 277) that begins with ISA, or a FHIR R4 resource as JSON"


def read_records(data: bytes, name: str = "") -> Records:
    """The records in ``data``: X12 (835, 837D, 837P, 837I, 271, 277, 277CA) or FHIR R4 JSON.

    ``name`` is only repeated in the record. Whatever is off inside a readable file comes back
    under ``warnings``; ``BadInput`` is raised when nothing can be read at all.
    """
    _refuse_size(data)
    name = name.encode("utf-8", errors="replace").decode("utf-8")
    text = _decoded(data)
    start = text.lstrip("\ufeff \t\r\n\x00")
    if start.startswith("ISA"):
        from assistant.readers.x12 import read_x12

        return read_x12(text, name)
    if start[:1] in ("{", "["):
        if len(data) > JSON_LIMIT:
            raise BadInput(
                f"the JSON is larger than {JSON_LIMIT:,} bytes (10 MB), which is the limit",
                fix="split the bundle and read the parts",
            )
        from assistant.readers.fhir import read_fhir

        return read_fhir(start, name)
    raise _unknown(data, start)


def _refuse_size(data: bytes) -> None:
    if not data.strip(b"\xef\xbb\xbf \t\r\n\x00\x1a"):
        raise BadInput("the file is empty", fix=_FIX)
    if len(data) > LIMIT:
        raise BadInput(
            f"the file is larger than {LIMIT:,} bytes (50 MB), which is the limit",
            fix="split it by interchange (ISA to IEA) and read the parts",
        )


def _decoded(data: bytes) -> str:
    """UTF-8 where it is, UTF-16 where a mark says so, else Latin-1, which every byte fits."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _unknown(data: bytes, start: str) -> BadInput:
    for mark, kind, fix in _OTHERS:
        if data.lstrip()[: len(mark)] == mark:
            return BadInput(f"the file is {kind}, not X12 or FHIR", where="start of the file", fix=fix)
    if start.startswith(("GS", "ST")):
        return BadInput(
            "the ISA header is missing: the file begins with a later segment, so its separators are not declared",
            where="start of the file",
            fix="ask the sender for the whole interchange, from ISA to IEA",
        )
    return BadInput("the content is neither X12 nor JSON", where="start of the file", fix=_FIX)
