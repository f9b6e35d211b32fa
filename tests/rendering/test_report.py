"""The validation report."""

from __future__ import annotations

import datetime as dt
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from assistant.domain.draft import Contradiction, ContradictionSide, Deadline, Draft, Placeholder
from assistant.domain.errors import BadInput
from assistant.domain.finding import Finding
from assistant.rendering.letter import Letter
from assistant.rendering.report import ValidationReport, report_html, report_json, validation_report, write_report

HOSTILE = "<script>alert(1)</script> & \"'"


@pytest.fixture
def draft(letter: Letter) -> Draft:
    return Draft(
        kind="appeal",
        status="blocked",
        action="appeal",
        text="...",
        statements=tuple(letter.statements),
        criteria=tuple(letter.criteria),
        contradictions=(
            Contradiction(
                what=HOSTILE,
                a=ContradictionSide(document="d1", quote=HOSTILE),
                b=ContradictionSide(document="d2", quote="#19"),
            ),
        ),
        placeholders=(Placeholder(text="[[needs: side]]", ask=HOSTILE, choices=("left", "right")),),
        deadline=Deadline(
            date=dt.date(2026, 12, 26), anchor="denial date", anchor_date=dt.date(2026, 6, 29), source=HOSTILE
        ),
        enclosures=tuple(letter.enclosures),
        findings=(
            Finding(rule="DR02", severity="note", where="s1", message="m", fix="", source=""),
            Finding(rule="DR02", severity="error", where="s2", message=HOSTILE, fix=HOSTILE, source=HOSTILE),
            Finding(rule="DR09", severity="warning", where="s2", message="w", fix="", source=""),
        ),
        trace_id="t-1",
    )


@pytest.fixture
def report(draft: Draft, letter: Letter) -> ValidationReport:
    return validation_report(
        draft, made=dt.date(2026, 11, 22), checks=("DR01", "DR02", "DR03"), titles={**letter.titles, "d1": HOSTILE}
    )


class Words(HTMLParser):
    """The words of a page and the tags it uses."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.open: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.words.append(data)


def parsed(html: str) -> Words:
    page = Words()
    page.feed(html)
    page.close()
    assert page.open == []
    return page


def test_checks_with_failures_first(report: ValidationReport) -> None:
    assert [(c.rule, c.result, c.findings) for c in report.checks] == [
        ("DR02", "error", 2),
        ("DR09", "warning", 1),
        ("DR01", "passed", 0),
        ("DR03", "passed", 0),
    ]


def test_html_says_everything_and_escapes_it(report: ValidationReport) -> None:
    html = report_html(report)
    page = parsed(html)
    words = " ".join(" ".join(page.words).split())
    assert "script" not in page.tags
    assert words.count("<script>alert(1)</script> & \"'") == 10
    for text in (*(s.text for s in report.statements), "NO FILE", "2026-12-26", "Trace t-1", "side", "left / right"):
        assert text in words
    assert re.search(r"denial 1, text: not deemed .* denial 1, date: 2026-06-29", words)


def test_html_loads_nothing_from_outside(report: ValidationReport) -> None:
    html = report_html(report)
    assert not re.search(r"https?://|src=|@import|url\(|<link", html)
    assert "default-src 'none'" in html


def test_json_is_the_same_value(report: ValidationReport) -> None:
    assert ValidationReport.model_validate_json(report_json(report)) == report
    assert json.loads(report_json(report))["checks"][0] == {"rule": "DR02", "result": "error", "findings": 2}


def test_an_empty_draft_has_a_report_too() -> None:
    report = validation_report(Draft(kind="narrative", status="not_found", text=""), made=dt.date(2026, 1, 2))
    words = " ".join(parsed(report_html(report)).words)
    assert "not found" in words
    assert "Deadline: unknown." in words
    assert report.reading_grade is None


def test_reading_grade_of_what_a_patient_reads() -> None:
    draft = Draft(kind="explanation", status="ready", text="Your plan pays half of the cost. You pay the rest.")
    report = validation_report(draft, made=dt.date(2026, 1, 2))
    assert report.reading_grade == pytest.approx(-1.6)
    assert "Reading grade: -1.6" in report_html(report)


def test_written_by_the_name_of_the_file(report: ValidationReport, tmp_path: Path) -> None:
    write_report(report, tmp_path / "r.html")
    write_report(report, tmp_path / "r.json")
    assert (tmp_path / "r.html").read_text("utf-8") == report_html(report)
    assert (tmp_path / "r.json").read_text("utf-8") == report_json(report)
    with pytest.raises(BadInput, match=r"\.html or \.json"):
        write_report(report, tmp_path / "r.pdf")


def test_who_signed_off_is_shown_and_escaped(draft: Draft) -> None:
    made = validation_report(draft, made=dt.date(2026, 11, 22), signed_off_by="Ana <Ruiz>")
    assert "Signed off by Ana &lt;Ruiz&gt;." in report_html(made)
    assert "Signed off" not in report_html(validation_report(draft, made=dt.date(2026, 11, 22)))
