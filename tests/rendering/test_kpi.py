import json
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from assistant.benefits.kpi.report import kpi_report
from assistant.domain.errors import BadInput
from assistant.intake.claims_export import read_claims_export
from assistant.rendering.kpi import page, shareable, workbook, worklist_csv, write_kpi

DATA = b"""Claim,Carrier,DOS,Billed,Status,Denial Date,Denial Code
SECRET-1,<script>alert(1)</script>,2026-10-01,100,Denied,2026-11-01,CO-50
SECRET-2,=cmd,2026-10-02,200,Sent,,
SECRET-3,Foo,not a day 77,300,Sent,,
"""
REPORT = kpi_report(read_claims_export(DATA, "SECRET.csv"), as_of=date(2026, 11, 23), file="SECRET.csv")


def test_the_page_is_whole_safe_and_free_of_claim_numbers() -> None:
    html = page(REPORT)
    assert html.count("<svg") == 2
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html
    assert "SECRET" not in html
    assert "not a day 77" not in html
    assert "http://" not in html
    assert "https://" not in html


def test_the_workbook_is_free_of_claim_numbers_and_formulas() -> None:
    book = load_workbook(BytesIO(workbook(REPORT)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not any("SECRET" in str(cell.value) for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)
    assert "'=cmd" in {cell.value for cell in cells}


def test_what_is_shared_holds_no_day_of_care() -> None:
    shared = json.loads(shareable(REPORT).model_dump_json())
    assert all(item["claim"] is None and item["deadline"] is None for item in shared["worklist"])
    assert "2026-10" not in json.dumps(shared["worklist"])


def test_the_offices_worklist_keeps_the_numbers() -> None:
    assert b"SECRET-1" in worklist_csv(REPORT)


def test_files_are_written_whole_or_refused(tmp_path: Path) -> None:
    written = write_kpi(REPORT, tmp_path / "new" / "folder")
    assert [path.name for path in written] == ["kpi.html", "kpi.xlsx", "kpi.json", "worklist.csv"]
    blocked = tmp_path / "file"
    blocked.write_text("x")
    with pytest.raises(BadInput):
        write_kpi(REPORT, blocked)
