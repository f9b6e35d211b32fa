"""Reports of evaluations as the page shows them."""

from __future__ import annotations

from pathlib import Path

from fastapi.testclient import TestClient

from api.http.app import create_app
from api.http.page.evaluations import Table, last_runs, report
from api.http.service import Service
from assistant.assistant import Assistant
from evals.case import Case
from evals.journal import keep
from evals.record import Judged, Metadata, Run, Verdict
from evals.score import Score

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


def test_the_last_runs_of_this_installation_are_on_the_page(unkeyed: Assistant, tmp_path: Path) -> None:
    case = Case(id="one", suite="<deadlines>", slice="by hand", inputs={}, provenance="test")
    for passed in (True, False):
        about = Metadata(
            command="claimwright eval", started="2026-11-22T09:00:00+00:00", model="embedded", commit="abc"
        )
        judged = Judged(case=case, scores=(Score(name="x", value=float(passed)),))
        keep(tmp_path, Run(metadata=about, results=(judged,), verdict=Verdict(passed=passed)))
    found = last_runs(tmp_path)
    assert found is not None
    assert [row[:3] for row in found.rows] == [
        ["2026-11-22 09:00", "FAILED", "0 of 1"],
        ["2026-11-22 09:00", "passed", "1 of 1"],
    ]
    service = Service(unkeyed, open_as_local=True, runs=tmp_path)
    headers = {"sec-fetch-site": "same-origin"}
    shown = TestClient(create_app(service), base_url="http://localhost", headers=headers).get("/app/evaluations").text
    assert "Last runs here" in shown
    assert "&lt;deadlines&gt; 1/1" in shown


def test_own_cases_and_samples_are_marked(tmp_path: Path) -> None:
    for own, sample in ((None, ""), (None, "3 of 159 cases"), ("cases", ""), ("cases", "1 of 2 cases")):
        about = Metadata(command="claimwright eval", started="2026-11-22T09:00:00+00:00", own=own)
        keep(tmp_path, Run(metadata=about, results=(), verdict=Verdict(passed=True, sample=sample)))
    found = last_runs(tmp_path)
    assert found is not None
    at = found.heads.index("cases")
    marks = {"all", "sample, 3 of 159 cases", "own cases", "own cases sample, 1 of 2 cases"}
    assert {row[at] for row in found.rows} == marks


def test_without_a_run_there_is_no_list_of_runs(page: TestClient, tmp_path: Path) -> None:
    assert last_runs(None) is None
    assert last_runs(tmp_path) is None
    assert "Last runs here" not in page.get("/app/evaluations").text
