"""How PDF pages are set: columns whose lines do not meet, tables in them and without rules, fonts without names."""

from __future__ import annotations

import io
from collections.abc import Sequence
from types import ModuleType
from typing import Any

import pytest

from assistant.domain.errors import BadInput
from assistant.readers.documents.blocks import ReadDocument
from assistant.readers.documents.pdf_columns import columns, find_gutter, rows_of
from assistant.readers.documents.reader import read_document


def drawn(*pages: Sequence[tuple[float, float, str]], size: float = 10) -> bytes:
    """Pages with texts at points from the lower left."""
    from reportlab.lib.pagesizes import letter
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=letter, invariant=1)
    for page in pages:
        canvas.setFont("Helvetica", size)
        for x, y, text in page:
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def words(*lines: tuple[float, float, str]) -> list[dict[str, Any]]:
    """Words as the PDF library gives them, five points a letter."""
    found = []
    for x, top, text in lines:
        for word in text.split():
            found.append(
                {
                    "text": word,
                    "x0": x,
                    "x1": x + 5 * len(word),
                    "top": top,
                    "bottom": top + 10,
                    "size": 10,
                    "fontname": "",
                }
            )
            x += 5 * len(word) + 3
    return found


@pytest.fixture(scope="module")
def manual(practice: ModuleType) -> ReadDocument:
    return read_document(practice.manual(), "manual.pdf")


def texts(read: ReadDocument, page: int) -> list[str]:
    return [block.text for block in read.blocks if block.page == page]


def test_columns_whose_baselines_differ_are_read_one_after_the_other(manual: ReadDocument) -> None:
    page = texts(manual, 2)
    assert page[:8] == [
        "2. Scaling and root planing",
        "Scaling and root planing (D4341, D4342) is covered when all of the following are met:",
        "1. Pockets of 5 mm or more are charted on the treated teeth.",
        "2. Bone loss is visible on bitewings taken in the last 12 months.",
        "3. One of the following is recorded:",
        "  a. Bleeding on probing at the treated sites.",
        "  b. Calculus below the gum line on the images.",
        "No more than two quadrants are paid for one date of service unless the chart explains why.",
    ]
    notes = " ".join(page[8:])
    assert [f"Note 2.{part}:" in notes for part in range(14)] == [True] * 14
    assert notes.index("Note 2.6:") < notes.index("Note 2.13:")


def test_a_table_stands_where_it_is_set_in_its_column(manual: ReadDocument) -> None:
    kinds = [block.kind for block in manual.blocks if block.page == 3]
    assert kinds[:2] == ["heading", "paragraph"]
    assert kinds[2:9] == ["table_row"] * 7
    row = next(block for block in manual.blocks if block.text.startswith("D4341 |") and block.page == 3)
    assert row.record == (
        "Code: D4341; Procedure: Scaling, 4 or more teeth; Limit: Once per quadrant in 24 months; "
        "Prior authorization: Yes"
    )


def test_marks_of_a_list_and_labelled_lines(manual: ReadDocument) -> None:
    assert "\u2022 Replacement of a lost or stolen appliance." in texts(manual, 7)
    assert texts(manual, 1)[1:5] == [
        "Lakeshore Mutual Dental",
        "Policy number: LMD-MAN-2026",
        "Effective date: January 1, 2026",
        "Plan: Shoreline PPO",
    ]


def test_no_running_head_and_every_page_is_kept(manual: ReadDocument) -> None:
    assert "office manual 2026" not in manual.text
    assert {block.page for block in manual.blocks} == set(range(1, 13))
    assert manual.warnings == ("24 running heads and page numbers were left out",)


def test_words_that_come_back_in_the_text_are_no_running_head() -> None:
    """The same words near the foot of every page, but each time elsewhere, are text."""
    pages = [
        [(72, 700, f"Rule {n} of the plan is set out here at length."), (72, 60 + 9 * n, "Send the chart.")]
        for n in range(3)
    ]
    assert read_document(drawn(*pages), "x.pdf").text.count("Send the chart.") == 3


def test_a_table_without_rules_becomes_rows() -> None:
    rows = [
        ("Code", "Limit", "Approval"),
        ("D2740", "Once in 84 months", "Needed"),
        ("D4341", "Once in 24 months", "Needed"),
    ]
    page = [(72, 740, "Limits of the plan are listed in this table for every office that sends claims.")]
    page += [(x, 700 - 14 * n, cell) for n, row in enumerate(rows) for x, cell in zip((72, 150, 300), row, strict=True)]
    page += [
        (150, 700 - 14 * 3, "per quadrant"),
        (72, 600, "What is not listed is paid without a limit as the plan says."),
    ]
    read = read_document(drawn(page), "x.pdf")
    found = [block.record for block in read.blocks if block.kind == "table_row"]
    assert found == [
        "Code: D2740; Limit: Once in 84 months; Approval: Needed",
        "Code: D4341; Limit: Once in 24 months per quadrant; Approval: Needed",
    ]
    assert read.blocks[-1].text == "What is not listed is paid without a limit as the plan says."


def test_fonts_that_name_no_letters_are_refused_or_said() -> None:
    from assistant.readers.documents.pdf_lines import _name_marks

    found = words((0, 0, "\uf0b7 Send the (cid:12)(cid:13) chart"))
    assert _name_marks(found) == 2
    assert " ".join(word["text"] for word in found) == "\u2022 Send the \ufffd\ufffd chart"


def test_a_page_of_unnamed_letters_is_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """A font without a table of its letters: pdfminer gives numbers, which nobody can search."""
    import pdfplumber.page

    whole = pdfplumber.page.Page.extract_words
    monkeypatch.setattr(
        pdfplumber.page.FilteredPage,
        "extract_words",
        lambda self, **named: [{**word, "text": "(cid:7)" * len(word["text"])} for word in whole(self, **named)],
    )
    with pytest.raises(BadInput, match="fonts of 1 of its 1 pages do not say which letters"):
        read_document(drawn([(72, 700, "Crowns are paid once in five years for each tooth.")]), "x.pdf")


PROSE = "some words of a rule here"


@pytest.mark.parametrize(
    ("lines", "gutter"),
    [
        ([(50, 100 + 12 * n, PROSE) for n in range(6)] + [(320, 105 + 12 * n, PROSE) for n in range(6)], True),
        ([(50, 100 + 12 * n, PROSE) for n in range(6)] + [(320, 100, PROSE)], False),
        ([(50, 100 + 12 * n, PROSE * 4) for n in range(6)], False),
        ([(50, 100 + 12 * n, "D2740") for n in range(6)] + [(320, 100 + 12 * n, PROSE) for n in range(6)], False),
    ],
    ids=["two columns", "one stray line", "one column", "a table"],
)
def test_only_prose_on_both_sides_makes_columns(lines: list[tuple[float, float, str]], gutter: bool) -> None:
    assert (find_gutter(rows_of(words(*lines)), 612) is not None) == gutter


def test_a_line_across_parts_the_columns() -> None:
    def both(top: float, mark: str) -> list[tuple[float, float, str]]:
        return [(x, top + 12 * n, f"{mark}{side}{n} {PROSE}") for n in range(5) for x, side in ((50, "l"), (320, "r"))]

    rows = rows_of(
        words(*both(200, "a"), (50, 300, "A title that runs across the whole width of this page here"), *both(400, "b"))
    )
    found = [word["text"] for column in columns(rows, find_gutter(rows, 612), 792) for word in column]
    marks = [text for text in found if text[:2] in ("al", "ar", "bl", "br") or text == "title"]
    assert [mark[:2] for mark in marks] == ["al"] * 5 + ["ar"] * 5 + ["ti"] + ["bl"] * 5 + ["br"] * 5


def test_a_short_last_column_follows_the_pages_before() -> None:
    rows = rows_of(words(*[(50, 100 + 12 * n, PROSE) for n in range(6)], (320, 100, PROSE)))
    assert find_gutter(rows, 612, before=306.0) == 306.0
