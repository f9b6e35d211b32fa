"""Reports of evaluations as the page shows them."""

from __future__ import annotations

from fastapi.testclient import TestClient

from api.http.page.evaluations import Table, report

SHORT = """# Labelled cases

Made by `claimwright eval`,
2026-11-22.

| suite | passed |
| --- | --- |
| **codes** | 9/9 |
|  | 3/3 |
"""


def test_a_report_is_read_in_its_order() -> None:
    found = report("cases", SHORT)
    assert found.title == "Labelled cases"
    text, table = found.parts
    assert text == "Made by claimwright eval, 2026-11-22."
    assert isinstance(table, Table)
    assert table.heads == ["suite", "passed"]
    assert table.rows == table.totals == [["codes", "9/9"], ["", "3/3"]]


def test_of_a_long_table_the_totals_come_first() -> None:
    (*_, table) = report("cases", SHORT + "|  | 1/1 |\n" * 40).parts
    assert isinstance(table, Table)
    assert (len(table.rows), table.totals) == (42, [["codes", "9/9"]])


def test_the_shipped_results_are_on_the_page(page: TestClient) -> None:
    shown = page.get("/app/evaluations").text
    assert "Labelled cases" in shown
    assert "95 % bound" in shown
