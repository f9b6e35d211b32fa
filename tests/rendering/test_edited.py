"""An edited letter in Word and PDF: the person's words, all of them, and nothing else."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from assistant.domain.case import Practice
from assistant.domain.draft import CriterionRow, Enclosure, Statement
from assistant.readers.documents.docx import read_letter
from assistant.rendering.docx import letter_docx
from assistant.rendering.edited import edited_letter
from assistant.rendering.letter import CriteriaBlock, EnclosureBlock, Letter, Lines, Paragraph, SignatureBlock
from assistant.rendering.packet import packet_pdf
from assistant.rendering.text import letter_text

LETTER = Letter(
    statements=(
        Statement(id="a", type="courtesy", text="Dear Reviewer:", section="opening"),
        Statement(id="b", type="request", text="Please pay the appliance.", section="body"),
        Statement(id="c", type="courtesy", text="Sincerely,", section="signature"),
    ),
    practice=Practice(name="Cedar Hollow Dental", address="1 Elm St", signer="Dr. Vale"),
    addressee=("Northlake Health", "PO Box 1"),
    re_block=(("Claim", "NL-1"),),
    date=date(2026, 11, 22),
    criteria=(CriterionRow(text="A sleep test was done.", status="met"),),
    enclosures=(Enclosure(kind="sleep_study", title="Sleep study"),),
    draft_mark=False,
)
TEXT = letter_text(LETTER)


def test_what_was_not_touched_keeps_its_form() -> None:
    edited = edited_letter(LETTER, TEXT.replace("Please pay", "We ask you to pay")).edited
    assert edited is not None
    kinds = [type(block) for block in edited]
    assert kinds == [Paragraph, Lines, Paragraph, Paragraph, Paragraph, CriteriaBlock, EnclosureBlock, SignatureBlock]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Please pay", "We ask you to pay"),
        ("Dear Reviewer:", "Dear Dr. Reed:\n\nI write about a denial.\nIt was dated June 1."),
        ("A sleep test was done.", "A test was done."),
        ("Sincerely,", "With regards,"),
        ("PO Box 1", "PO Box 2"),
        ("Northlake Health\n", ""),
    ],
)
def test_every_word_of_the_person_is_printed(old: str, new: str) -> None:
    text = TEXT.replace(old, new)
    letter = edited_letter(LETTER, text)
    printed = read_letter(letter_docx(letter, proof=False), "edited.docx").split()
    assert [word for word in text.split() if word not in printed and not set(word) <= {"_"}] == []
    assert ("PO" in printed) == ("PO" in text.split())
    pages = PdfReader(io.BytesIO(packet_pdf(letter, Path(), proof=False).data)).pages
    pdf = " ".join(page.extract_text() for page in pages[1:]).split()
    assert [word for word in text.split() if word not in pdf and not set(word) <= {"_"}] == []


def test_the_draft_mark_is_the_letters_own() -> None:
    marked = letter_text(Letter(**{**LETTER.__dict__, "draft_mark": True}))
    assert edited_letter(LETTER, marked).edited == edited_letter(LETTER, TEXT).edited
