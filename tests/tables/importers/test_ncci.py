from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.domain.errors import BadInput
from assistant.tables.imported import Imported
from assistant.tables.importers.run import import_table

NOTICE = "A notice\nof several lines\n\nColumn 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tRationale\n"
PTP = (
    NOTICE + "20605\t20553\t\t20200101\t*\t1\tInvented reason\n"
    "20605\t99213\t*\t19960101\t20231231\t0\tInvented reason\n"
    "E0486\tE0485\t\t20240101\t\t9\n"
)
MUE = (
    '"A notice, over\ntwo lines",,,\n"HCPCS/\nCPT Code",Practitioner Services MUE Values,MUE Adjudication Indicator,'
    "MUE Rationale\n20605,4,3 Date of Service Edit: Clinical,Invented reason\n"
    "E0486,1,2 Date of Service Edit: Policy,Invented reason\n"
)


def _write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="cp1252")
    return path


def test_pairs_are_found_in_either_order_and_by_date(tmp_path: Path) -> None:
    report = import_table("ncci-ptp", _write(tmp_path, "ccipra-v324r0-f1.txt", PTP), tmp_path / "tables")
    assert report.release.name == "NCCI PTP v324r0 f1"
    assert (report.accepted, report.rejected) == (3, 0)
    imported = Imported(tmp_path / "tables")
    edit = imported.ptp("20553", "20605", date(2026, 5, 1))
    assert edit is not None
    assert (edit.one, edit.two, edit.modifier, edit.rationale) == ("20605", "20553", "1", "Invented reason")
    assert "ccipra-v324r0-f1.txt" in edit.source
    assert imported.ptp("20605", "99213", date(2023, 12, 31)) is not None
    assert imported.ptp("20605", "99213", date(2024, 1, 1)) is None
    assert imported.ptp("20605", "20553", date(2019, 12, 31)) is None
    assert imported.ptp("20605", "E0486", date(2026, 5, 1)) is None


def test_the_parts_of_the_table_stand_side_by_side(tmp_path: Path) -> None:
    tables = tmp_path / "tables"
    import_table("ncci-ptp", _write(tmp_path, "ccipra-v324r0-f1.txt", PTP), tables)
    other = "21085\t21110\t\t20200101\t*\t0\tInvented reason\n"
    import_table("ncci-ptp", _write(tmp_path, "ccipra-v324r0-f2.txt", other), tables)
    imported = Imported(tables)
    assert [path.name for path in imported.files()] == ["ncci-ptp-f1.sqlite", "ncci-ptp-f2.sqlite"]
    assert imported.ptp("21110", "21085", date(2026, 5, 1)) is not None
    assert imported.ptp("20553", "20605", date(2026, 5, 1)) is not None


def test_the_most_units_of_a_day(tmp_path: Path) -> None:
    name = "MCR_MUE_PractitionerServices_Eff_10-01-2026.csv"
    report = import_table("ncci-mue", _write(tmp_path, name, MUE), tmp_path / "tables")
    assert (report.release.effective_from, report.release.effective_through) == (date(2026, 10, 1), date(2026, 12, 31))
    imported = Imported(tmp_path / "tables")
    limit = imported.unit_limit("20605")
    assert limit is not None
    assert limit[:4] == ("20605", 4, "3", "Invented reason")
    assert name in limit.source
    assert imported.unit_limit("99213") is None


@pytest.mark.parametrize(
    ("kind", "row", "says"),
    [
        ("ncci-ptp", "20605\tnothing\t\t20200101\t*\t1\tx", "starts with two codes"),
        ("ncci-ptp", "20605\t20553\t\t20200101", "starts with two codes"),
        ("ncci-ptp", "20605\t20553\t\t2020\t*\t1\tx", "not YYYYMMDD"),
        ("ncci-ptp", "20605\t20553\t\t20200101\t20201301\t1\tx", "not YYYYMMDD"),
        ("ncci-ptp", "20605\t20553\t\t20200101\t*\t7\tx", "not 0, 1 or 9"),
        ("ncci-mue", "20605,four,3 Date,x", "not a whole number"),
        ("ncci-mue", "20605,4,9 Other,x", "does not start with 1, 2 or 3"),
        ("ncci-mue", "20605,4", "has a code, units"),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, kind: str, row: str, says: str) -> None:
    good = "20605\t20553\t\t20200101\t*\t1\tx" if kind == "ncci-ptp" else "20605,4,3 Date,x"
    report = import_table(kind, _write(tmp_path, "a.csv", "\n".join([good] * 150 + [row])), tmp_path, dry_run=True)
    assert report.rejected == 1
    assert report.problems[0].line == 151
    assert says in report.problems[0].message


def test_a_file_without_codes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="does not look like the CMS NCCI"):
        import_table("ncci-ptp", _write(tmp_path, "a.txt", NOTICE), tmp_path / "tables")
    assert not (tmp_path / "tables").exists()


def test_nothing_imported_answers_nothing(tmp_path: Path) -> None:
    imported = Imported(tmp_path / "none")
    assert imported.files() == imported.releases() == ()
    assert imported.ptp("20605", "20553", date(2026, 5, 1)) is None
    assert imported.unit_limit("20605") is None
    assert imported.code("cdt", "D0120") is None
