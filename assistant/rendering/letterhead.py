"""The sample letterhead, and whether an office's own template can be filled."""

from __future__ import annotations

import io
from pathlib import Path

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from assistant.domain.errors import BadInput
from assistant.rendering.word_template import BLOCKS, INLINE

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


def check_template(path: Path) -> None:
    """Raise ``BadInput`` where the template is absent, no Word document, not readable or uses unknown tags."""
    from docx.opc.exceptions import PackageNotFoundError
    from docxtpl import DocxTemplate
    from jinja2 import TemplateError

    if not path.is_file():
        raise BadInput("the template does not exist", where=str(path), fix="give the path of a .docx file")
    try:
        used = DocxTemplate(str(path)).get_undeclared_template_variables()
    except TemplateError as error:
        raise BadInput(f"a tag is not readable: {error}", where=str(path), fix="write tags as {{ body }}") from error
    except (PackageNotFoundError, KeyError, ValueError) as error:
        raise BadInput("not a Word document", where=str(path), fix="save it as .docx") from error
    unknown = sorted(set(used) - {*BLOCKS, *INLINE})
    if unknown:
        raise BadInput(
            f"unknown tags: {', '.join(unknown)}", where=str(path), fix=f"use {', '.join((*INLINE, *BLOCKS))}"
        )
