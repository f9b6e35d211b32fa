"""A stranger's paper takes no more than its share, and its reader is there for the next one."""

from __future__ import annotations

import io
import zipfile

import pytest

from assistant.domain.errors import BadInput
from assistant.readers.document import read_text
from assistant.readers.documents.confined import ConfinedReaders

CYCLE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
)


def packed(words: str) -> bytes:
    from docx import Document

    document, data = Document(), io.BytesIO()
    document.add_paragraph(words)
    document.save(data)
    return data.getvalue()


def bomb() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * 50_000_000)
    return data.getvalue()


@pytest.mark.parametrize("data", [CYCLE, bomb(), b"PK\x03\x04 no archive", b"%PDF-1.7 nothing"])
def test_a_hostile_paper_is_refused_and_the_next_one_is_read(data: bytes) -> None:
    with pytest.raises(BadInput):
        read_text(data, "letter")
    assert "a crown on #19" in read_text(packed("a crown on #19"), "letter.docx")


def test_a_plain_text_needs_no_child() -> None:
    assert read_text(b"a crown on #19", "letter.txt") == "a crown on #19"


def test_one_that_takes_too_long_is_given_up_and_its_reader_replaced() -> None:
    hasty = ConfinedReaders(1, 0.01, 1024**3)
    try:
        for _ in range(2):
            with pytest.raises(BadInput, match="longer than"):
                hasty.text(packed("a crown"), "slow.docx")
    finally:
        hasty.close()
