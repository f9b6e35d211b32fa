from __future__ import annotations

from datetime import date
from pathlib import Path

from assistant.tables.icd10cm import Icd10cm
from assistant.tables.imported import Imported
from assistant.tables.importers.run import import_table
from assistant.tables.releases import shipped
from assistant.tables.status import status


def test_every_table_stands_with_its_release(tmp_path: Path, icd: Icd10cm) -> None:
    path = tmp_path / "cdt-2026.csv"
    path.write_text("code,label\nD0120,words\n")
    import_table("cdt", path, tmp_path / "tables")
    report = status(date(2026, 11, 22), icd, Imported(tmp_path / "tables"))
    assert [each.release.table for each in report.tables] == [
        "icd10cm",
        *(release.table for release in shipped() if release.table != "icd10cm"),
        "cdt",
    ]
    assert all(each.release.codes for each in report.tables)
    assert report.tables[0].caveat == "FY2026 April 1 2026 ends 2026-09-30; a newer release is in force on 2026-11-22"
    assert [each.release.origin for each in report.tables][:: len(report.tables) - 1] == ["compiled", "imported"]
