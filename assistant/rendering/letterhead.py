"""The sample letterhead that an office makes its own."""

from __future__ import annotations

import io

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

_HEAD = ("{{ practice_name }}", "{{ practice_address }}", "Telephone {{ practice_phone }}   Fax {{ practice_fax }}")
_FOOT = "NPI {{ practice_npi }}   Tax ID {{ practice_tax_id }}"


def sample_letterhead() -> bytes:
    """A Word template with the practice in its header, its numbers in the footer and the letter between them.

    To be made one's own in Word: put the logo in, change fonts, keep the tags.
    """
    document = docx.Document()
    section = document.sections[0]
    header = section.header.paragraphs[0]
    for number, line in enumerate(_HEAD):
        paragraph = header if number == 0 else section.header.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(line)
        run.bold, run.font.size = number == 0, Pt(14 if number == 0 else 9)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run(_FOOT).font.size = Pt(8)
    for tag in ("date", "addressee", "re_block", "body", "criteria", "enclosures", "signature"):
        document.add_paragraph("{{ " + tag + " }}")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
