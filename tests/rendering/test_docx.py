"""The letter as a Word document: what is in it, what it looks like, when it is refused."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from assistant.domain.draft import Statement
from assistant.domain.errors import BadInput
from assistant.readers.documents.docx import DRAFT_MARK, PROOF_HEADING, docx_text, read_letter
from assistant.rendering.docx import letter_docx, write_docx
from assistant.rendering.letter import Letter
from assistant.rendering.word_template import check_template


def opened(data: bytes) -> docx.document.Document:
    return docx.Document(io.BytesIO(data))


def header_text(data: bytes) -> str:
    return "\n".join(p.text for p in opened(data).sections[0].header.paragraphs)


def test_read_back_holds_every_statement_verbatim(letter: Letter) -> None:
    text = read_letter(letter_docx(letter), "letter.docx")
    assert all(statement.text in text for statement in letter.statements)
    assert "November 22, 2026" in text
    assert "Member ID\t[[needs: member ID]]" in text
    assert '1\tAHI of at least 15 events per hour (Policy NH-OA-12, section 2)\tMet\t"AHI 18.4"' in text
    assert "2. [[needs: Physician order]]" in text
    assert "Dana Reyes, DDS" in text
    assert PROOF_HEADING not in text
    assert "Policy criterion" not in text


def test_odd_characters_survive_or_go_without_breaking_the_file(letter: Letter) -> None:
    words = "Tabs\tand\nlines, <tags> & \u2265 \u00e9 \U0001f9b7, double  spaces."
    statements = (
        Statement(id="1", type="fact", text=words),
        Statement(id="2", type="fact", text="form\x0cfeed\x00 \ufffe."),
    )
    text = docx_text(letter_docx(dataclasses.replace(letter, statements=statements)))
    assert words in text
    assert "formfeed ." in text


def test_placeholders_are_yellow_and_nothing_else_is(letter: Letter) -> None:
    document = opened(letter_docx(letter, proof=False))
    cells = [c for t in document.tables for r in t.rows for c in r.cells]
    runs = [r for p in [*document.paragraphs, *(p for c in cells for p in c.paragraphs)] for r in p.runs]
    yellow = {r.text for r in runs if r.font.highlight_color == WD_COLOR_INDEX.YELLOW}
    assert yellow == {
        "[[needs: date of CPAP trial]]",
        "[[needs: member ID]]",
        "[[needs: signed order]]",
        "[[needs: Physician order]]",
    }


def test_draft_mark_is_in_the_header_and_goes_only_when_told(letter: Letter) -> None:
    assert header_text(letter_docx(letter)) == DRAFT_MARK
    assert DRAFT_MARK not in header_text(letter_docx(dataclasses.replace(letter, draft_mark=False)))


def test_criteria_are_a_table_whose_header_repeats(letter: Letter) -> None:
    table = opened(letter_docx(letter)).tables[1]
    assert [c.text for c in table.rows[0].cells] == ["No.", "Policy criterion", "Status", "What the record shows"]
    assert [r.cells[2].text for r in table.rows] == ["Status", "Met", "Met", "Met", "Not relied on", "Missing"]
    assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")


def test_table_properties_stand_in_the_order_of_the_schema(letter: Letter) -> None:
    order = ["tblStyle", "tblW", "jc", "tblInd", "tblBorders", "shd", "tblLayout", "tblCellMar", "tblLook"]
    for table in opened(letter_docx(letter)).tables:
        tags = [child.tag.rpartition("}")[2] for child in table._tbl.tblPr]
        assert "tblBorders" in tags
        assert tags == sorted(tags, key=order.index)


def test_proof_index_follows_on_its_own_page(letter: Letter) -> None:
    document = opened(letter_docx(letter))
    assert len(document.sections) == 2
    rows = [[c.text for c in r.cells] for r in document.tables[-1].rows]
    assert rows[0] == ["No.", "Statement", "Type", "Source", "Quote"]
    assert rows[3] == [
        "3",
        "The home sleep test of March 24, 2026 found an AHI of 18.4 events per ...",
        "fact",
        "home sleep test",
        "AHI 18.4",
    ]
    assert rows[2][3:] == ["denial 1", "text: not deemed a \u2018medical necessity\u2019\ndate: 2026-06-29"]
    assert [r[3] for r in rows if r[2] in ("request", "courtesy")] == ["none needed"] * 3
    assert len(opened(letter_docx(letter, proof=False)).sections) == 1


def test_same_letter_same_bytes(letter: Letter) -> None:
    first = letter_docx(letter)
    assert letter_docx(letter) == first
    core = opened(first).core_properties
    assert (core.created.date(), core.author, core.title) == (
        letter.date,
        "Harbor Lane Dental",
        "Letter to Northlake Health",
    )


def test_writes_whole_or_not_at_all(letter: Letter, tmp_path: Path) -> None:
    target = tmp_path / "letter.docx"
    target.write_bytes(b"old")
    write_docx(letter, target)
    assert target.read_bytes() == letter_docx(letter)
    assert list(tmp_path.iterdir()) == [target]


def test_refuses_where_it_cannot_write(letter: Letter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadInput, match="does not exist"):
        write_docx(letter, tmp_path / "gone" / "letter.docx")
    with pytest.raises(BadInput, match="folder, not a file"):
        write_docx(letter, tmp_path)
    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(BadInput, match="cannot write here"):
        write_docx(letter, tmp_path / "letter.docx")
    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_leaves_nothing(letter: Letter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(BadInput, match="No space left"):
        write_docx(letter, tmp_path / "letter.docx")
    assert list(tmp_path.iterdir()) == []


def template(tmp_path: Path, build: Callable[[docx.document.Document], object]) -> Path:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "OUR LOGO {{ practice_phone }}"
    document.sections[0].footer.paragraphs[0].text = "Our footer"
    build(document)
    path = tmp_path / "ours.docx"
    document.save(str(path))
    return path


def test_office_template_keeps_header_and_footer_and_takes_tags(letter: Letter, tmp_path: Path) -> None:
    def build(document: docx.document.Document) -> None:
        document.add_paragraph("Springfield, {{ date }}")
        document.add_paragraph("{{ body }}")
        document.add_paragraph("Enclosed: {{ enclosures }}")
        document.add_paragraph("{% if practice_fax %}Fax {{ practice_fax }}{% endif %} end")

    data = letter_docx(letter, template=template(tmp_path, build))
    assert header_text(data) == f"{DRAFT_MARK}\nOUR LOGO 555-0142"
    assert opened(data).sections[0].footer.paragraphs[0].text == "Our footer"
    text = read_letter(data, "letter.docx")
    assert all(statement.text in text for statement in letter.statements)
    assert text.count("November 22, 2026") == 1
    assert text.count("Enclosures") == 1
    order = ["Springfield, November 22", "PO Box 100", "RE: Patient", "We ask you", "Sincerely", "Enclosed:", "1. Home"]
    assert [text.index(words) for words in order] == sorted(text.index(words) for words in order)
    assert text.rstrip().endswith("Fax 555-0143 end")
    assert "\ue000" not in text
    assert data == letter_docx(letter, template=tmp_path / "ours.docx")


def test_letterhead_paper_without_tags_takes_the_letter_at_its_end(letter: Letter, tmp_path: Path) -> None:
    text = read_letter(letter_docx(letter, template=template(tmp_path, lambda d: d.add_paragraph("Est. 1990"))), "x")
    assert text.index("Est. 1990") < text.index("November 22") < text.index("We ask you") < text.index("Dana Reyes")


def test_blocks_may_stand_in_a_layout_table(letter: Letter, tmp_path: Path) -> None:
    def build(document: docx.document.Document) -> None:
        table = document.add_table(1, 2)
        table.cell(0, 0).text = "{{ addressee }}"
        table.cell(0, 1).text = "{{ signature }}"

    data = letter_docx(letter, template=template(tmp_path, build))
    cells = opened(data).tables[0].rows[0].cells
    assert "PO Box 100" in cells[0].text
    assert "Dana Reyes, DDS" in cells[1].text
    assert read_letter(data, "x").count("Dana Reyes, DDS") == 1


def test_values_with_marks_of_the_template_language_stay_words(letter: Letter, tmp_path: Path) -> None:
    practice = letter.practice.model_copy(update={"name": "A & B <{{ 7*7 }}>", "signer": None})
    path = template(tmp_path, lambda d: d.add_paragraph("{{ practice_name }} / {{ signer }}"))
    data = letter_docx(dataclasses.replace(letter, practice=practice), template=path)
    assert "A & B <{{ 7*7 }}> / [[needs: name of the clinician who signs]]" in read_letter(data, "x")
    run = next(r for r in opened(data).paragraphs[0].runs if "[[needs" in r.text)
    assert run.font.highlight_color == WD_COLOR_INDEX.YELLOW


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("{{ member }} and {{ payer.name }}", r"unknown tags: \{\{ member \}\}, \{\{ payer \}\}"),
        ("{{ body", "tag is not closed"),
        ("{% for x in range(9) %}{% endfor %}", r"unknown tags: \{\{ range \}\}"),
        ("{% include 'x' %}", "cannot be filled"),
        ("{{ date.__class__.__mro__[1].__subclasses__() }}", "cannot be filled"),
        ("{{ body }} {{ body }}", "stands twice"),
    ],
)
def test_a_template_with_wrong_tags_is_refused(letter: Letter, tmp_path: Path, words: str, message: str) -> None:
    with pytest.raises(BadInput, match=message) as caught:
        letter_docx(letter, template=template(tmp_path, lambda d: d.add_paragraph(words)))
    assert "ours.docx" in str(caught.value)
    assert caught.value.fix


def _first_page(document: docx.document.Document) -> None:
    document.sections[0].different_first_page_header_footer = True
    document.sections[0].first_page_header.paragraphs[0].text = "{{ logo_line }}"


def _cell_in_a_header(document: docx.document.Document) -> None:
    document.sections[0].header.add_table(1, 1, Pt(90)).cell(0, 0).text = "{{ logo_line }}"


def _cell_in_a_cell(document: docx.document.Document) -> None:
    document.add_table(1, 1).cell(0, 0).add_table(1, 1).cell(0, 0).text = "{{ logo_line }}"


def _text_box(document: docx.document.Document) -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>{{ logo_line }}</w:t></w:r></w:p></w:txbxContent>"
    names = f"{nsdecls('w')} xmlns:v='urn:schemas-microsoft-com:vml'"
    drawn = f"<w:r {names}><w:pict><v:textbox>{box}</v:textbox></w:pict></w:r>"
    document.add_paragraph()._p.append(parse_xml(drawn))


def _in_two_runs(document: docx.document.Document) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.add_run("{{ logo")
    paragraph.add_run("_line }}").bold = True


@pytest.mark.parametrize("build", [_first_page, _cell_in_a_header, _cell_in_a_cell, _text_box, _in_two_runs])
def test_an_unknown_tag_is_named_wherever_it_stands(
    tmp_path: Path, build: Callable[[docx.document.Document], object]
) -> None:
    with pytest.raises(BadInput, match=r"unknown tags: \{\{ logo_line \}\}") as caught:
        check_template(template(tmp_path, build))
    assert "practice_name" in caught.value.fix


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("{ practice_name }", r"the tag \{ practice_name \} is not readable"),
        ("{{r signer }}", r"the tag \{\{r signer \}\} is not readable"),
        ("{{ body }} {{ body }}", "stands twice"),
        ("{{ date.year }}", "cannot be filled"),
    ],
)
def test_what_no_letter_can_be_put_into_is_told_before_there_is_one(tmp_path: Path, words: str, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        check_template(template(tmp_path, lambda d: d.add_paragraph(words)))


def test_blocks_do_not_stand_in_a_footer(letter: Letter, tmp_path: Path) -> None:
    def build(document: docx.document.Document) -> None:
        document.sections[0].footer.paragraphs[0].text = "{{ signature }}"

    with pytest.raises(BadInput, match="header or footer"):
        letter_docx(letter, template=template(tmp_path, build))


def test_a_template_that_is_none(letter: Letter, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="does not exist"):
        letter_docx(letter, template=tmp_path / "gone.docx")
    (tmp_path / "t.docx").write_bytes(b"%PDF-1.7")
    with pytest.raises(BadInput, match="not a Word document"):
        letter_docx(letter, template=tmp_path / "t.docx")


def test_first_page_header_of_a_template_is_marked_too(letter: Letter, tmp_path: Path) -> None:
    def build(document: docx.document.Document) -> None:
        section = document.sections[0]
        section.different_first_page_header_footer = True
        section.first_page_header.paragraphs[0].text = "FIRST"

    section = opened(letter_docx(letter, template=template(tmp_path, build))).sections[0]
    assert [p.text for p in section.first_page_header.paragraphs] == [DRAFT_MARK, "FIRST"]
    assert DRAFT_MARK in [p.text for p in section.header.paragraphs]
