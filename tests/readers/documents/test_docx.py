"""Edited letters read back: what counts as the text, and what is refused."""

from __future__ import annotations

import contextlib
import io
import struct
import zipfile

import docx
import pytest

from assistant.domain.errors import BadInput
from assistant.readers.documents.docx import DRAFT_MARK, PROOF_HEADING, docx_text, read_letter

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="{target}"/></Relationships>'
)


def package(
    body: str, *, namespace: str = W, target: str = "word/document.xml", extra: dict[str, str] | None = None
) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", RELS.format(target=target))
        mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
        archive.writestr(
            target, f'<w:document xmlns:w="{namespace}" xmlns:mc="{mc}"><w:body>{body}</w:body></w:document>'
        )
        for name, text in (extra or {}).items():
            archive.writestr(name, text)
    return made.getvalue()


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


BODIES = {
    "tracked changes": (f"<w:p>{run('AHI ')}<w:del>{run('12')}</w:del><w:ins>{run('21')}</w:ins></w:p>", "AHI 21"),
    "deleted text": ("<w:p><w:r><w:delText>gone</w:delText></w:r>" + run("kept") + "</w:p>", "kept"),
    "moved text": (f"<w:p><w:moveFrom>{run('a')}</w:moveFrom><w:moveTo>{run('b')}</w:moveTo></w:p>", "b"),
    "link": (f"<w:p><w:hyperlink>{run('see ')}</w:hyperlink>{run('here')}</w:p>", "see here"),
    "content control": (f"<w:sdt><w:sdtContent><w:p>{run('D2740')}</w:p></w:sdtContent></w:sdt>", "D2740"),
    "specials": (
        "<w:p><w:r><w:t>12</w:t><w:noBreakHyphen/><w:t>3</w:t><w:tab/><w:t>x</w:t><w:br/><w:t>y</w:t></w:r></w:p>",
        "12-3\tx\ny",
    ),
    "symbol": ('<w:p><w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t>5</w:t></w:r></w:p>', "\ufffd5"),
    "field": (
        "<w:p><w:r><w:instrText>DATE</w:instrText></w:r><w:fldSimple>" + run("June 29") + "</w:fldSimple></w:p>",
        "June 29",
    ),
    "text box": (
        f"<w:p>{run('a')}<w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p>{run('box')}</w:p></w:txbxContent>"
        f"</mc:Choice><mc:Fallback><w:txbxContent><w:p>{run('box')}</w:p></w:txbxContent></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>",
        "a\n\nbox",
    ),
    "table": (
        f"<w:tbl><w:tr><w:tc><w:p>{run('Member')}</w:p></w:tc><w:tc><w:p>{run('X1')}</w:p></w:tc></w:tr>"
        f"<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p>{run('old')}</w:p></w:tc></w:tr>"
        f"<w:tr><w:tc><w:tbl><w:tr><w:tc><w:p>{run('in')}</w:p></w:tc></w:tr></w:tbl><w:p/></w:tc></w:tr></w:tbl>",
        "Member\tX1\nin",
    ),
}


@pytest.mark.parametrize("case", BODIES)
@pytest.mark.parametrize("namespace", [W, STRICT])
def test_reads_what_the_reader_of_the_letter_sees(case: str, namespace: str) -> None:
    body, expected = BODIES[case]
    assert docx_text(package(body, namespace=namespace)) == expected


def test_order_of_paragraphs_tables_and_notes() -> None:
    body = (
        f"<w:p>{run('one')}</w:p><w:tbl><w:tr><w:tc><w:p>{run('two')}</w:p></w:tc></w:tr></w:tbl><w:p>{run('3')}</w:p>"
    )
    notes = f'<w:footnotes xmlns:w="{W}"><w:footnote><w:p>{run("note")}</w:p></w:footnote></w:footnotes>'
    data = package(body, extra={"word/footnotes.xml": notes, "word/header1.xml": "<x/>"})
    assert docx_text(data) == "one\n\ntwo\n\n3\n\nnote"


def test_main_part_is_found_by_relationship() -> None:
    assert docx_text(package(f"<w:p>{run('x')}</w:p>", target="word/document2.xml")) == "x"


def test_reads_what_python_docx_writes_without_headers() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "LETTERHEAD"
    document.add_paragraph("First \u201cquoted\u201d.")
    document.add_table(1, 2).cell(0, 1).text = "cell"
    buffer = io.BytesIO()
    document.save(buffer)
    assert docx_text(buffer.getvalue()) == "First \u201cquoted\u201d.\n\n\tcell"


def with_flag(data: bytes) -> bytes:
    at = data.index(b"PK\x01\x02")
    flags = struct.unpack_from("<H", data, at + 8)[0] | 1
    return data[: at + 8] + struct.pack("<H", flags) + data[at + 10 :]


def bomb(size: int) -> bytes:
    return package("<w:p/>", extra={"word/media/x.bin": "0" * size})


def bare(parts: dict[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return made.getvalue()


BAD = {
    "empty": (b"", "not a Word"),
    "pdf": (b"%PDF-1.7 ...", "not a Word"),
    "spreadsheet": (bare({"xl/workbook.xml": "<workbook/>"}), "not a Word"),
    "old doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "old .doc"),
    "encrypted": (with_flag(package("<w:p/>")), "encrypted"),
    "truncated": (package("<w:p/>")[:-30], "not a Word"),
    "bomb": (bomb(20_000_000), "expands"),
    "broken xml": (package("<w:p>"), "damaged"),
    "no relationships": (bare({"word/document.xml": "<w:document/>"}), "not a Word"),
    "relationship to nowhere": (bare({"_rels/.rels": RELS.format(target="word/gone.xml")}), "not a Word"),
    "another kind of document": (bare({"_rels/.rels": RELS.format(target="a.xml"), "a.xml": "<book/>"}), "not a Word"),
    "no body": (bare({"_rels/.rels": RELS.format(target="a.xml"), "a.xml": "<document/>"}), "not a Word"),
}


@pytest.mark.parametrize("case", BAD)
def test_refuses_with_one_message(case: str) -> None:
    data, message = BAD[case]
    with pytest.raises(BadInput, match=message) as caught:
        docx_text(data, "letter.docx")
    assert "letter.docx" in str(caught.value)
    assert caught.value.fix


def test_a_flipped_byte_never_escapes_as_another_error() -> None:
    data = package(f"<w:p>{run('some words in the letter ' * 20)}</w:p>")
    for at in range(0, len(data), 7):
        broken = data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]
        with contextlib.suppress(BadInput):
            docx_text(broken)


def test_entities_are_not_expanded() -> None:
    data = bare(
        {
            "_rels/.rels": RELS.format(target="word/document.xml"),
            "word/document.xml": '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
            f'<w:document xmlns:w="{W}"><w:body>'
            "<w:p><w:r><w:t>a&e;</w:t></w:r></w:p></w:body></w:document>",
        }
    )
    assert docx_text(data) == "a"


@pytest.mark.parametrize(
    "data",
    [
        f"{DRAFT_MARK}\r\n\r\nDear reviewer,\r\nAHI 12.\r\n\r\n{PROOF_HEADING}\r\n1 ...".encode(),
        b"\xef\xbb\xbfDear reviewer,\nAHI 12.\n",
        "Dear reviewer,\nAHI 12.".encode("utf-16"),
        package(f"<w:p>{run('Dear reviewer,')}<w:r><w:br/></w:r>{run('AHI 12.')}</w:p><w:p>{run(PROOF_HEADING)}</w:p>"),
    ],
)
def test_a_letter_is_told_by_its_content(data: bytes) -> None:
    assert read_letter(data, "letter.whatever").lstrip() == "Dear reviewer,\nAHI 12.\n"


def test_lines_keep_their_numbers() -> None:
    data = f"\n{DRAFT_MARK}\n\nDear reviewer,\n".encode()
    assert read_letter(data, "letter.txt").splitlines()[3] == "Dear reviewer,"


@pytest.mark.parametrize("data", [b"", b"  \n", b"\xff\xfa\xfb", b"abc\x00def", f"{DRAFT_MARK}\n".encode()])
def test_no_letter_in_it(data: bytes) -> None:
    with pytest.raises(BadInput, match=r"letter\.txt"):
        read_letter(data, "letter.txt")
