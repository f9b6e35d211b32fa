from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from assistant.rendering.spreadsheet import csv_bytes, harmless, xlsx_bytes


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\u00a0=1", "\uff1d1"]
)
def test_text_never_starts_a_formula(cell: str) -> None:
    found = harmless(cell)
    assert isinstance(found, str)
    assert found == "'" + cell


def test_numbers_dates_and_plain_text_stay() -> None:
    for cell in (-5, Decimal("-1.50"), date(2026, 11, 23), "CO-50", "", None):
        assert harmless(cell) == cell


def test_csv_and_workbook_carry_the_same_cells() -> None:
    rows = [["=HYPERLINK(1)", Decimal("-2.50"), None], ["Café, Plan", 3, "x"]]
    text = csv_bytes(["a", "b", "c"], rows).decode("utf-8-sig")
    assert text.splitlines()[1] == "'=HYPERLINK(1),-2.50,"
    book = load_workbook(BytesIO(xlsx_bytes({"One": (["a", "b", "c"], rows)})))
    cells = [[cell.value for cell in row] for row in book["One"].iter_rows()]
    assert cells[1] == ["'=HYPERLINK(1)", -2.5, None]
    assert all(cell.data_type != "f" for row in book["One"].iter_rows() for cell in row)
