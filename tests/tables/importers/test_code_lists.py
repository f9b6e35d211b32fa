"""HCPCS and the practice's licensed lists."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from assistant.domain.errors import BadInput
from assistant.tables.imported import Imported
from assistant.tables.importers.kinds import Hints
from assistant.tables.importers.run import KINDS, import_table


def hcpcs_line(code: str, kind: str, label: str, added: str = "", ended: str = "") -> str:
    line = f"{code:>5}00100{kind}{label:<80}{label[:28]:<28}"
    return f"{line:<268}{added:<8}{'':<8}{ended:<8}N"


def hcpcs_text(folder: Path, *lines: str, name: str = "HCPC2026_OCT_ANWEB.txt") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="cp1252")
    return path


HCPCS = (
    hcpcs_line("E0486", "3", "Invented device text, first part", "20060101"),
    hcpcs_line("E0486", "4", "and its second part"),
    hcpcs_line("S8262", "3", "Invented old device", "19990101", "20150630"),
    hcpcs_line("D0120", "3", "Dental text that is not taken"),
    hcpcs_line("KX", "7", "A modifier"),
)
HEADING = ["HCPC", "SEQNUM", "RECID", "LONG DESCRIPTION", "SHORT DESCRIPTION", "ADD DT", "ACT EFF DT", "TERM DT"]
SHEET = [
    ["A notice above the heading"],
    HEADING,
    ["E0486", "100", "3", "Invented device text, first part", "short", "20060101", "20060101", ""],
    ["E0486", "200", "4", "and its second part", "", "", "", ""],
    ["S8262", "100", "3", "Invented old device", "short", "1999-01-01 00:00:00", "", "20150630"],
]


def _sheet(path: Path, rows: list[list[str]]) -> Path:
    if path.suffix == ".csv":
        with path.open("w", newline="", encoding="utf-8") as stream:
            csv.writer(stream).writerows(rows)
    else:
        book = Workbook()
        for row in rows:
            book.worksheets[0].append(row)
        book.save(path)
    return path


@pytest.mark.parametrize("form", ["txt", "csv", "xlsx"])
def test_every_form_of_the_hcpcs_file_reads_the_same(tmp_path: Path, form: str) -> None:
    name = f"HCPC2026_OCT_ANWEB.{form}"
    path = hcpcs_text(tmp_path, *HCPCS) if form == "txt" else _sheet(tmp_path / name, SHEET)
    report = import_table("hcpcs", path, tmp_path / "tables")
    assert report.release.name == "HCPCS OCT 2026"
    assert (report.release.effective_from, report.release.effective_through) == (date(2026, 10, 1), date(2026, 12, 31))
    assert (report.accepted, report.rejected) == (2, 0)
    imported = Imported(tmp_path / "tables")
    device, old = imported.code("hcpcs", "E0486"), imported.code("hcpcs", "S8262")
    assert device is not None
    assert device.label == "Invented device text, first part and its second part"
    assert device.period.effective_from == date(2006, 1, 1)
    assert old is not None
    assert old.period.effective_through == date(2015, 6, 30)
    assert imported.code("hcpcs", "D0120") is None
    assert imported.code("hcpcs", "KX") is None


@pytest.mark.parametrize(("month", "first", "last"), [("JAN", 1, 3), ("APR", 4, 6), ("JUL", 7, 9), ("OCT", 10, 12)])
def test_the_quarter_is_told_by_the_file_name(tmp_path: Path, month: str, first: int, last: int) -> None:
    path = hcpcs_text(tmp_path, *HCPCS, name=f"HCPC2026_{month}_ANWEB.txt")
    release = import_table("hcpcs", path, tmp_path, dry_run=True).release
    assert release.name == f"HCPCS {month} 2026"
    assert release.effective_from == date(2026, first, 1)
    assert release.effective_through is not None
    assert release.effective_through.month == last


def test_a_long_file_is_read_whatever_letter_is_cut(tmp_path: Path) -> None:
    for padding in range(4):
        path = tmp_path / "cdt-2026.csv"
        rows = "".join(f"D{number:04d},{chr(0xE9) * 40}\n" for number in range(3000))
        path.write_text("code,label," + "x" * padding + "\n" + rows, encoding="utf-8")
        import_table("cdt", path, tmp_path / "tables")
        found = Imported(tmp_path / "tables").code("cdt", "D0007")
        assert found is not None
        assert found.label == chr(0xE9) * 40


def test_an_older_windows_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "cdt-2026.csv"
    path.write_bytes("code,label\nD0120,caf\u00e9 \u2013 words\n".encode("cp1252"))
    import_table("cdt", path, tmp_path / "tables")
    found = Imported(tmp_path / "tables").code("cdt", "D0120")
    assert found is not None
    assert found.label == "caf\u00e9 \u2013 words"


def test_a_hcpcs_sheet_without_its_heading(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no heading with HCPC"):
        import_table("hcpcs", _sheet(tmp_path / "HCPC2026_JAN.csv", SHEET[2:]), tmp_path)


def test_a_hcpcs_file_of_unknown_quarter(tmp_path: Path) -> None:
    path = hcpcs_text(tmp_path, *HCPCS, name="codes.txt")
    with pytest.raises(BadInput, match="quarter of the file is not known"):
        import_table("hcpcs", path, tmp_path)
    hints = Hints(effective_from=date(2026, 10, 1))
    assert import_table("hcpcs", path, tmp_path, dry_run=True, hints=hints).release.effective_from == date(2026, 10, 1)


def test_a_bad_date_in_a_hcpcs_file_is_named(tmp_path: Path) -> None:
    lines = [hcpcs_line(f"E{number:04d}", "3", "Invented") for number in range(200)]
    path = hcpcs_text(tmp_path, *lines, hcpcs_line("E9999", "3", "Invented", "20061301"))
    report = import_table("hcpcs", path, tmp_path)
    assert (report.accepted, report.rejected) == (200, 1)
    assert [(each.line, each.message) for each in report.problems] == [(201, "E9999: a date is not YYYYMMDD")]


CDT = "Code,Nomenclature,Effective,End\nD0120,our own words,2019-01-01,\nd 2740,other words,,2026-12-31\n"


def test_a_licensed_list_stays_where_it_is_put(tmp_path: Path) -> None:
    path = tmp_path / "cdt-2026.csv"
    path.write_text(CDT)
    report = import_table("cdt", path, tmp_path / "tables")
    assert report.release.name == "CDT 2026 (licensed list)"
    assert report.release.period.contains(date(2026, 12, 31))
    assert report.release.in_year(date(2026, 1, 1))
    assert not report.release.in_year(date(2025, 12, 31))
    assert [each.name for each in (tmp_path / "tables").iterdir()] == ["cdt.sqlite"]
    imported = Imported(tmp_path / "tables")
    found = imported.code("cdt", "D2740")
    assert found is not None
    assert (found.label, found.period.effective_through) == ("other words", date(2026, 12, 31))
    assert imported.code("cdt", "D2750") is None
    assert imported.release("cpt") is None
    assert [release.table for release in imported.releases()] == ["cdt"]


@pytest.mark.parametrize(
    ("kind", "name", "text", "codes"),
    [
        ("cpt", "cpt 2026.txt", "99213\tour own words\n0213T\tother\n", ("99213", "0213T")),
        ("cpt", "cpt_2026.csv", "Description,CPT Code\nour own words,99213\n", ("99213",)),
        ("cdt", "cdt-2026.csv", "D0120,our own words\n", ("D0120",)),
        ("cdt", "cdt2026.csv", "\ufeffcode\nD0120\nD0140\n\n", ("D0120", "D0140")),
    ],
)
def test_lists_as_practice_systems_export_them(
    tmp_path: Path, kind: str, name: str, text: str, codes: tuple[str, ...]
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert import_table(kind, path, tmp_path / "tables").accepted == len(codes)
    for code in codes:
        found = Imported(tmp_path / "tables").code(kind, code)
        assert found is not None
        assert found.label in ("our own words", "other", "")
        assert bool(found.label) == ("words" in text)


def test_the_year_of_a_licensed_list_must_be_known(tmp_path: Path) -> None:
    path = tmp_path / "cdt.csv"
    path.write_text(CDT)
    with pytest.raises(BadInput, match="year of the list is not known"):
        import_table("cdt", path, tmp_path)
    hints = Hints(effective_from=date(2027, 1, 1), effective_through=date(2027, 12, 31))
    assert import_table("cdt", path, tmp_path, dry_run=True, hints=hints).release.name == "CDT 2027 (licensed list)"


def test_problems_are_counted_and_the_first_are_shown(tmp_path: Path) -> None:
    path = tmp_path / "cdt-2026.csv"
    rows = [f"D{number:04d},text" for number in range(5000)]
    path.write_text("\n".join(["code,label", *rows, *["D0001,again"] * 30]))
    report = import_table("cdt", path, tmp_path)
    assert (report.accepted, report.rejected, len(report.problems)) == (5000, 30, 20)
    assert report.problems[0].message == "D0001 is listed twice"
    assert report.problems[0].line == 5002


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no row was found"),
        (b"name,colour\nx,red\n", "rows fail, the first at line 1"),
        (b"PK\x03\x04rest", "ZIP archive"),
        (b"code\x00label", "not a text file"),
        (b'code,label\nD0120,"' + b"x" * 200_000 + b'"\n', "save the file as CSV"),
    ],
)
def test_a_file_of_another_kind_is_refused_and_nothing_written(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "cdt-2026.csv"
    path.write_bytes(content)
    with pytest.raises(BadInput) as caught:
        import_table("cdt", path, tmp_path / "tables")
    assert says in str(caught.value)
    assert not (tmp_path / "tables").exists()


def test_what_cannot_be_opened_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no such file"):
        import_table("cdt", tmp_path / "none-2026.csv", tmp_path)
    with pytest.raises(BadInput, match="this is a folder"):
        import_table("cdt", _folder(tmp_path / "cdt-2026"), tmp_path)
    (tmp_path / "cdt-2026.xlsx").write_bytes(b"no workbook")
    with pytest.raises(BadInput, match="not readable as an Excel file"):
        import_table("cdt", tmp_path / "cdt-2026.xlsx", tmp_path)


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def test_an_unknown_kind_lists_the_known_ones(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("x")
    with pytest.raises(BadInput) as caught:
        import_table("snomed", tmp_path / "x.csv", tmp_path)
    assert all(kind in str(caught.value) for kind in KINDS)


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "cdt-2026.csv"
    path.write_text(CDT)
    report = import_table("cdt", path, tmp_path / "tables", dry_run=True)
    assert (report.accepted, report.written, report.dry_run) == (2, "", True)
    assert list(tmp_path.iterdir()) == [path]


def test_a_newer_import_takes_the_place_of_the_older(tmp_path: Path) -> None:
    path = tmp_path / "cdt-2026.csv"
    path.write_text(CDT)
    import_table("cdt", path, tmp_path / "tables")
    imported = Imported(tmp_path / "tables")
    assert imported.code("cdt", "D0120") is not None
    path.write_text("code,label\nD9999,only one\n")
    import_table("cdt", path, tmp_path / "tables")
    assert imported.code("cdt", "D0120") is None
    assert imported.code("cdt", "D9999") is not None
