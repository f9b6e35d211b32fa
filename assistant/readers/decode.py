"""Bytes of a text file to text, without guessing silently."""

from __future__ import annotations

from assistant.domain.errors import BadInput

#: A text document larger than this is refused; a thousand-page manual is about 3 MB.
MAX_BYTES = 20_000_000

_BINARY_SIGNATURES = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP archive (DOCX, XLSX ...)",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
}


def decode_text(data: bytes, where: str) -> str:
    """Text of UTF-8, UTF-16 with its mark, or Windows-1252 bytes, with plain line ends.

    Raises ``BadInput`` for an empty file, for binary content under a text name and for a file beyond ``MAX_BYTES``.
    """
    if len(data) > MAX_BYTES:
        raise BadInput(f"the file has {len(data):,} bytes, more than {MAX_BYTES:,}", where=where, fix="split it")
    signature = next((name for start, name in _BINARY_SIGNATURES.items() if data.startswith(start)), None)
    if signature:
        raise BadInput(f"the content is {signature}, not text", where=where, fix="give the file its right extension")
    text = _decode(data, where)
    if not text.strip():
        raise BadInput("the file holds no text", where=where, fix="save its text in it, or leave it out")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode(data: bytes, where: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strict(data, "utf-16", where)
    if b"\x00" in data:
        raise BadInput("the content is binary, not text", where=where, fix="save it as UTF-8 text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _strict(data, "cp1252", where)


def _strict(data: bytes, encoding: str, where: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadInput(f"the text is not {encoding}: byte {error.start}", where=where, fix="save it as UTF-8") from None
