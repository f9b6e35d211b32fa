"""The words of a paper of a case, told apart by content; run it on a stranger's file in a process of its own only."""

from __future__ import annotations

from io import BytesIO

from assistant.domain.errors import BadInput
from assistant.readers.decode import decode_text

#: How a PDF and an archive begin.
PACKED = (b"%PDF", b"PK\x03\x04")


def paper_text(data: bytes, name: str) -> str:
    """The words of a text, Word or PDF file.

    Raises :class:`BadInput` for other files, for an encrypted PDF and for one that holds
    only pictures of text.
    """
    if data.startswith(b"%PDF"):
        return _pdf_text(data, name)
    if data.startswith(b"PK\x03\x04"):
        from assistant.readers.documents.docx import docx_text

        return docx_text(data, name)
    return decode_text(data, name)


def _pdf_text(data: bytes, name: str) -> str:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted:
            raise BadInput("the PDF is encrypted", where=name, fix="save it without a password")
        pages = [page.extract_text() or "" for page in reader.pages]
    except (PyPdfError, RecursionError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput("the PDF is damaged", where=name, fix="open it and save it anew") from error
    text = "\n\n".join(page.strip() for page in pages).strip()
    if not text:
        raise BadInput(
            f"none of its {len(pages)} pages holds text; it is a picture of a page",
            where=name,
            fix="type the decisive sentences into a text file, or use a scan with recognised text",
        )
    return text
