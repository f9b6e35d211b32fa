"""The office's own Word template: tags linted, filled in a sandbox, blocks put where their tags stand.

Tags within a line (``INLINE``) hold a value: ``{{ practice_name }}``, ``{{ date }}``. Tags that
hold a part of the letter (``BLOCKS``) stand in a paragraph of their own in the page, not in its
header or footer: ``{{ body }}``, ``{{ criteria }}``. What no tag asks for is part of the body; a
template without ``{{ body }}`` is letterhead paper, and the body follows its last line.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.text import WD_COLOR_INDEX
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from jinja2 import DictLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from assistant.domain.case import Practice
from assistant.domain.errors import BadInput
from assistant.prompting.wording import long_date, needs
from assistant.readers.documents.docx import docx_text
from assistant.rendering.letter import Letter

if TYPE_CHECKING:
    from docx.document import Document
    from docxtpl import DocxTemplate

#: Tags that are replaced by a part of the letter.
BLOCKS = ("addressee", "re_block", "body", "criteria", "enclosures", "signature")
#: Tags that are replaced by a value.
INLINE = (
    *("date", "practice_name", "practice_address", "practice_phone", "practice_fax"),
    *("practice_npi", "practice_tax_id", "signer", "licence"),
)
#: Private-use characters, which no template and no value holds, mark where a block goes.
_SPOT = re.compile("\ue000([a-z_]+)\ue001")
#: A known tag in one pair of braces, or with a letter that fills by whole runs, paragraphs, rows or cells.
_ODD = re.compile(rf"(?:(?<![{{%#])\{{\s*|\{{\{{(?:r|p|tr|tc)\s+)(?P<tag>{'|'.join((*BLOCKS, *INLINE))})\s*\}}+")


@dataclass(frozen=True)
class Filled:
    """The template with its values in place; ``anchors`` are the paragraphs where blocks go."""

    document: Document
    anchors: dict[str, Any]
    inline: frozenset[str]


def check_template(path: Path) -> None:
    """Raise ``BadInput`` where a letter could not be put into the template: what is wrong, and the known tags."""
    fill_template(path, Letter(statements=(), practice=Practice(), addressee=(), re_block=(), date=date(2000, 1, 1)))


def fill_template(path: Path, letter: Letter) -> Filled:
    """Open, lint and fill the template; everything wrong with it is one ``BadInput``."""
    if not path.is_file():
        raise BadInput("the letter template does not exist", where=str(path), fix="give the path of a .docx file")
    data = path.read_bytes()
    docx_text(data, str(path))  # refuses what is no Word document or expands out of bounds
    from docxtpl import DocxTemplate

    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, loader=DictLoader({}), autoescape=True)
    environment.globals.clear()
    try:
        template = DocxTemplate(io.BytesIO(data))
        used = frozenset(template.get_undeclared_template_variables(environment))
        _lint(used, str(path))
        _spelled(docx.Document(io.BytesIO(data)), str(path))
        template.render(_values(letter), environment, autoescape=True)
    except TemplateSyntaxError as error:
        raise BadInput(f"a tag is not closed or not readable: {error.message}", where=str(path), fix=_help()) from error
    except TemplateError as error:
        raise BadInput(f"a tag cannot be filled: {error}", where=str(path), fix=_help()) from error
    except (PackageNotFoundError, KeyError) as error:
        raise BadInput("not a Word document", where=str(path), fix="save the template as .docx") from error
    return _filled(template, used, str(path))


def place(document: Document, anchor: Any | None, *builds: Callable[[], None]) -> None:
    """Build pieces at the end of the document and move them to the anchor, where there is one."""
    body = document.element.body
    before = list(body)
    for build in builds:
        build()
    if anchor is None:
        return
    spot = anchor
    for element in [element for element in body if element not in before]:
        spot.addnext(element)
        spot = element
    # A table cell must end with a paragraph, so an emptied anchor stays there.
    if not _SPOT.sub("", Paragraph(anchor, document).text).strip() and anchor.getparent().tag != qn("w:tc"):
        anchor.getparent().remove(anchor)


def _lint(used: frozenset[str], where: str) -> None:
    unknown = sorted(used - {*BLOCKS, *INLINE})
    if unknown:
        named = ", ".join("{{ " + tag + " }}" for tag in unknown)
        raise BadInput(f"the template uses unknown tags: {named}", where=where, fix=_help())


def _spelled(document: Document, where: str) -> None:
    """Refuse a tag with one pair of braces, which would be printed, and one that sets a value outside its line."""
    for root in (document.element.body, *_margins(document)):
        for paragraph in _paragraphs(root):
            if match := _ODD.search(paragraph.text):
                raise BadInput(
                    f"the tag {match[0]} is not readable", where=where, fix=f"write {{{{ {match['tag']} }}}}"
                )


def _help() -> str:
    return f"use these tags: {', '.join((*INLINE, *BLOCKS))}"


def _values(letter: Letter) -> dict[str, str]:
    practice = letter.practice
    return {
        **{tag: f"\ue000{tag}\ue001" for tag in BLOCKS},
        "date": long_date(letter.date),
        "practice_name": str(needs(practice.name, "name of the practice")),
        "practice_address": str(needs(practice.address, "address of the practice")),
        "practice_phone": practice.phone or "",
        "practice_fax": practice.fax or "",
        "practice_npi": practice.npi or "",
        "practice_tax_id": practice.tax_id or "",
        "signer": str(needs(practice.signer, "name of the clinician who signs")),
        "licence": practice.licence or "",
    }


def _filled(template: DocxTemplate, used: frozenset[str], where: str) -> Filled:
    # Saved and opened again: docxtpl leaves the parts it has rendered half attached.
    buffer = io.BytesIO()
    template.save(buffer)
    document = docx.Document(io.BytesIO(buffer.getvalue()))
    anchors: dict[str, Any] = {}
    for paragraph in _paragraphs(document.element.body):
        for tag in _SPOT.findall(paragraph.text):
            if tag in anchors:
                raise BadInput(f"the tag {{{{ {tag} }}}} stands twice", where=where, fix="keep one of them")
            anchors[tag] = paragraph._p
        _tidy(paragraph)
    for root in _margins(document):
        for paragraph in _paragraphs(root):
            if match := _SPOT.search(paragraph.text):
                raise BadInput(
                    f"the tag {{{{ {match[1]} }}}} stands in a header or footer", where=where, fix="move it to the page"
                )
            _tidy(paragraph)
    return Filled(document, anchors, used & frozenset(INLINE))


def _paragraphs(root: Any) -> Iterator[Paragraph]:
    for element in root.iter(qn("w:p")):
        yield Paragraph(element, root)


def _margins(document: Document) -> Iterator[Any]:
    kinds = ("header", "footer")
    for part in document.part.package.iter_parts():
        if any(part.partname.startswith(f"/word/{kind}") for kind in kinds) and hasattr(part, "element"):
            yield part.element


def _tidy(paragraph: Paragraph) -> None:
    """Take the block marks out and highlight the placeholders that values brought in."""
    for run in (Run(element, paragraph) for element in paragraph._p.iter(qn("w:r"))):
        if _SPOT.search(run.text):
            run.text = _SPOT.sub("", run.text)
        if "[[needs:" in run.text:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
