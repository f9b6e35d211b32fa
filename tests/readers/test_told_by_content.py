"""A web page under another name is read as one, and an empty file is called empty."""

from __future__ import annotations

import pytest

from assistant.domain.errors import BadInput
from assistant.readers.documents.reader import read_document

PAGE = b"<!DOCTYPE html><html><body><main><h1>Crowns</h1><p>D2740 is paid once in 60 months.</p></main></body></html>"


def test_a_saved_page_named_pdf_is_read_as_a_page() -> None:
    read = read_document(PAGE, "manual.pdf")
    assert "D2740 is paid once in 60 months." in read.text
    assert "the name ends in .pdf, the content is html" in read.warnings


def test_both_endings_of_a_page_are_its_own() -> None:
    assert not any("the name ends" in words for words in read_document(PAGE, "page.htm").warnings)


@pytest.mark.parametrize("name", ["manual.pdf", "manual.docx", "fees.csv"])
def test_an_empty_file_is_called_empty(name: str) -> None:
    with pytest.raises(BadInput, match="the file is empty"):
        read_document(b"", name)
