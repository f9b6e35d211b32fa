"""The PDF packet: order, page numbers, enclosures good and bad."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from assistant.domain.draft import Enclosure, Statement
from assistant.domain.errors import BadInput
from assistant.rendering.letter import Letter
from assistant.rendering.packet import Packet, packet_pdf, write_packet


def pdf(pages: int, *, password: str = "") -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(400, 500)
    script = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert('x')")}
    )
    writer.root_object[NameObject("/OpenAction")] = script
    if pages:
        writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): script})
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def picture(form: str = "PNG", size: tuple[int, int] = (300, 200)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, "grey").save(buffer, form)
    return buffer.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "hst.pdf").write_bytes(pdf(3))
    (tmp_path / "photo.png").write_bytes(picture())
    return tmp_path


def texts(packet: Packet) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(packet.data)).pages]


def test_cover_letter_index_enclosures_proof(letter: Letter, folder: Path) -> None:
    packet = packet_pdf(letter, folder, fax="555-0199")
    pages = texts(packet)
    assert packet.pages == len(pages) == 9
    assert "9, this cover included" in pages[0]
    assert "555-0199" in pages[0]
    assert pages[3].startswith("DRAFT") or "Enclosure index" in pages[3]
    assert "Enclosure index" in pages[3]
    assert pages[4:7] == ["", "", ""]
    assert "Enclosure 3: Photograph of tooth 8" in pages[7]
    assert "Proof index" in pages[8]
    ours = [0, 1, 2, 3, 8]
    assert all(f"Page {n + 1} of 9" in pages[n] for n in ours)
    assert all("DRAFT - not reviewed, not signed" in pages[n] for n in ours)
    assert [(e.number, e.pages, e.first_page) for e in packet.entries] == [(1, 3, 5), (2, 0, None), (3, 1, 8)]


def test_a_stranger_is_sent_to_a_number_only_where_one_stands(letter: Letter, folder: Path) -> None:
    silent = dataclasses.replace(letter, practice=letter.practice.model_copy(update={"phone": None}))
    named = dataclasses.replace(letter, practice=letter.practice.model_copy(update={"phone": "555-0100"}))
    assert "call the number above" in texts(packet_pdf(named, folder))[0]
    assert "number above" not in texts(packet_pdf(silent, folder))[0]


def test_every_statement_and_placeholder_is_in_the_letter(letter: Letter, folder: Path) -> None:
    words = " ".join(" ".join(texts(packet_pdf(letter, folder))[1:3]).split())
    for statement in letter.statements:
        assert statement.text in words
    assert "\u226515 <moderate> & up" in words
    assert "[[needs: member ID]]" in words


def test_the_cover_names_no_patient(letter: Letter, folder: Path) -> None:
    cover = texts(packet_pdf(letter, folder))[0]
    assert "Jordan" not in cover
    assert "member" not in cover.lower()
    assert "NL26-10992" in cover


def test_a_missing_enclosure_is_a_finding(letter: Letter, folder: Path) -> None:
    packet = packet_pdf(letter, folder)
    assert [(f.rule, f.severity, f.where) for f in packet.findings] == [("PK01", "warning", "enclosures[1]")]
    assert "Physician order is not in the packet: no file is named" in packet.findings[0].message
    assert "not in this packet" in " ".join(texts(packet)[3].split())


BAD = {
    "absent": (None, "does not exist"),
    "damaged pdf": (pdf(2)[:300], "damaged"),
    "empty pdf": (b"%PDF-1.4\n%%EOF", "damaged"),
    "protected pdf": (pdf(1, password="secret"), "password"),
    "pdf without pages": (pdf(0), "0 pages"),
    "damaged picture": (picture()[:100], "picture is damaged"),
    "tiff": (picture("TIFF"), "neither PDF, PNG, JPEG nor plain text"),
    "word": (b"PK\x03\x04 and so on", "neither PDF, PNG, JPEG nor plain text"),
    "empty": (b"", "neither PDF, PNG, JPEG nor plain text"),
    "letters without a glyph": ("note \u6b6f".encode(), "fonts lack \u6b6f"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_merged_is_said_and_the_rest_is_there(case: str, letter: Letter, folder: Path) -> None:
    data, reason = BAD[case]
    if data is not None:
        (folder / "bad.pdf").write_bytes(data)
    enclosures = (Enclosure(kind="x", title="Odd one", file="bad.pdf"), letter.enclosures[0])
    packet = packet_pdf(dataclasses.replace(letter, enclosures=enclosures), folder)
    assert len(packet.findings) == 1
    assert reason in packet.findings[0].message
    assert packet.findings[0].fix
    assert [e.pages for e in packet.entries] == [0, 3]


def test_a_plain_text_record_is_typed_out(letter: Letter, folder: Path) -> None:
    note = "CHART NOTE\r\n\r\n  03/24/2026\tAHI 18.4 <x> & \u2265 3\n" + "\n".join(f"line {n}" for n in range(90))
    (folder / "note.txt").write_text(note, encoding="utf-8", newline="")
    lone = dataclasses.replace(letter, enclosures=(Enclosure(kind="chart_note", title="Chart note", file="note.txt"),))
    packet = packet_pdf(lone, folder)
    start, count = packet.entries[0].first_page, packet.entries[0].pages
    assert packet.findings == ()
    assert count == 2
    assert start is not None
    words = " ".join(texts(packet)[start - 1 : start + 1]).replace("\u00a0", " ")
    assert "Enclosure 1: Chart note" in words
    assert "  03/24/2026    AHI 18.4 <x> & \u2265 3" in words
    assert "line 89" in words
    assert "DRAFT" not in words


@pytest.mark.parametrize("file", ["../outside.pdf", "/etc/hostname"])
def test_files_outside_the_case_are_not_enclosed(file: str, letter: Letter, folder: Path) -> None:
    (folder / "case").mkdir()
    (folder / "outside.pdf").write_bytes(pdf(1))
    lone = dataclasses.replace(letter, enclosures=(Enclosure(kind="x", title="Odd", file=file),))
    assert "outside the folder" in packet_pdf(lone, folder / "case").findings[0].message


def test_a_link_to_the_outside_is_not_followed(letter: Letter, folder: Path) -> None:
    (folder / "case").mkdir()
    (folder / "case" / "link.pdf").symlink_to(folder / "hst.pdf")
    lone = dataclasses.replace(letter, enclosures=(Enclosure(kind="x", title="Odd", file="link.pdf"),))
    assert "outside the folder" in packet_pdf(lone, folder / "case").findings[0].message


def test_bounds(letter: Letter, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lone = dataclasses.replace(letter, enclosures=(letter.enclosures[0], letter.enclosures[2]))
    monkeypatch.setattr("assistant.rendering.packet_enclosures.MAX_PAGES", 2)
    monkeypatch.setattr("assistant.rendering.packet_enclosures.MAX_PIXELS", 100)
    found = packet_pdf(lone, folder).findings
    assert ["3 pages" in found[0].message, "megapixels" in found[1].message] == [True, True]
    monkeypatch.setattr("assistant.rendering.packet_enclosures.MAX_BYTES", 1)
    assert all("larger than 50 MB" in f.message for f in packet_pdf(lone, folder).findings)


def test_scripts_of_an_enclosure_stay_behind(letter: Letter, folder: Path) -> None:
    assert b"JavaScript" in pdf(1)
    assert b"JavaScript" not in packet_pdf(letter, folder).data


def test_same_letter_same_bytes(letter: Letter, folder: Path) -> None:
    assert packet_pdf(letter, folder).data == packet_pdf(letter, folder).data


def test_without_draft_mark_proof_and_enclosures(letter: Letter, folder: Path) -> None:
    final = dataclasses.replace(letter, draft_mark=False, enclosures=())
    pages = texts(packet_pdf(final, folder, proof=False))
    assert all("DRAFT" not in page for page in pages)
    assert all("Proof index" not in page for page in pages)
    assert all("Enclosure index" not in page for page in pages)


def test_characters_without_a_glyph_are_reported(letter: Letter, folder: Path) -> None:
    odd = dataclasses.replace(letter, statements=(Statement(id="1", type="fact", text="\u6b6f \u226515 \x0c."),))
    packet = packet_pdf(odd, folder)
    finding = next(f for f in packet.findings if f.rule == "PK02")
    assert finding.message.endswith(": \u6b6f")


def test_a_long_letter_breaks_over_pages(letter: Letter, folder: Path) -> None:
    text = "A sentence of the letter that goes on. " * 400
    long = dataclasses.replace(letter, statements=(Statement(id="1", type="fact", text=text.strip()),))
    packet = packet_pdf(long, folder)
    assert packet.pages > 10
    assert f"Page {packet.pages} of {packet.pages}" in texts(packet)[-1]


def test_written_as_pdf(letter: Letter, folder: Path) -> None:
    packet = packet_pdf(letter, folder)
    write_packet(packet, folder / "out.pdf")
    assert (folder / "out.pdf").read_bytes() == packet.data
    with pytest.raises(BadInput, match=r"\.pdf"):
        write_packet(packet, folder / "out.docx")


def test_dates_and_teeth_stand_in_the_index(letter: Letter, folder: Path) -> None:
    words = " ".join(texts(packet_pdf(letter, folder))[3].split())
    assert dt.date(2026, 3, 24).isoformat() in words
    assert "Photograph of tooth 8 8 1 page 8" in words
