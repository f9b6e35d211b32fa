"""The letter as plain text."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from assistant.domain.case import Practice
from assistant.domain.draft import CriterionRow, Statement
from assistant.rendering.letter import Letter, practice_needs, printed_criteria
from assistant.rendering.text import body_text, letter_text

EXPECTED = """\
DRAFT - not reviewed, not signed

Harbor Lane Dental
12 Harbor Lane
Springfield, IL 62701
Phone 555-0142 | Fax 555-0143
NPI 1234567893 | Tax ID 00-1234567

November 22, 2026

Northlake Health
Appeals Department
PO Box 100
Lakeview, IL 60601

RE: Patient:         Jordan Example
    Member ID:       [[needs: member ID]]
    Claim number:    NL26-10992
    Date of service: May 12, 2026

We ask you to reconsider the denial of HCPCS E0486 for the member named above.

Your notice dated June 29, 2026 states: "not deemed a \u2018medical necessity\u2019 by the payer".

The home sleep test of March 24, 2026 found an AHI of 18.4 events per hour (\u226515 <moderate> & up). \
The CPAP trial began on [[needs: date of CPAP trial]] and failed.

Policy NH-OA-12, section 2, in force on the date of service, states the criteria below.

Coverage criteria and the record

1. AHI of at least 15 events per hour (Policy NH-OA-12, section 2)
   Met: "AHI 18.4" (home sleep test)
2. One of the following
   Met
   2.1. CPAP intolerance documented
      Met: "couldn't tolerate CPAP" (chart note)
   2.2. CPAP declined after counselling
      Not relied on
3. Order by the treating physician
   Missing: [[needs: signed order]]

Please overturn the denial of $2,395.00 and have the file reviewed by a matching specialty.

Enclosures

1. Home sleep test report, March 24, 2026
2. [[needs: Physician order]]
3. Photograph of tooth 8

Please call the office with any question about this request.

Sincerely,


____________________________
Dana Reyes, DDS
License IL 019-000000
Harbor Lane Dental
"""


def test_the_whole_letter(letter: Letter) -> None:
    assert letter_text(letter) == EXPECTED


def test_the_mark_goes_only_when_told(letter: Letter) -> None:
    assert "DRAFT" not in letter_text(dataclasses.replace(letter, draft_mark=False))


def test_every_statement_verbatim_whatever_its_section() -> None:
    sections = ["signature", "closing", "body", "request", "assessment", "rebuttal:2", "opening", "rebuttal", "odd one"]
    statements = [
        Statement(id=str(i), type="fact", text=f"Statement {i}  keeps\nits words.", section=section)
        for i, section in enumerate(sections)
    ]
    text = letter_text(
        Letter(statements=statements, practice=Practice(), addressee=(), re_block=(), date=dt.date(2026, 1, 2))
    )
    assert all(s.text in text for s in statements)
    order = [text.index(f"Statement {i} ") for i in (6, 2, 4, 8, 5, 7, 3, 1, 0)]
    assert order == sorted(order)


def test_what_the_practice_did_not_state_is_a_placeholder_and_on_the_list() -> None:
    text = letter_text(Letter(statements=(), practice=Practice(), addressee=(), re_block=(), date=dt.date(2026, 1, 2)))
    needed = practice_needs(Practice())
    assert [p.text for p in needed] == [
        "[[needs: name of the practice]]",
        "[[needs: address of the practice]]",
        "[[needs: name of the clinician who signs]]",
    ]
    assert all(p.text in text for p in needed)
    assert "None" not in text


def test_headings_of_a_narrative(letter: Letter) -> None:
    statements = (
        Statement(id="s", type="fact", text="Pain for six months.", section="subjective"),
        Statement(id="o", type="fact", text="Opening 28 mm.", section="objective"),
    )
    headings = {"subjective": "Subjective", "objective": "Objective"}
    expected = "Subjective\nPain for six months.\n\nObjective\nOpening 28 mm.\n"
    assert body_text(statements, headings) == expected
    assert body_text(()) == ""
    full = letter_text(dataclasses.replace(letter, statements=statements, headings=headings))
    assert full.index("Subjective\n\nPain") < full.index("Objective\n\nOpening")


@pytest.mark.parametrize(
    ("depths", "numbers"),
    [
        ((0, 0, 1, 1, 2, 0, 1), ["1", "2", "2.1", "2.2", "2.2.1", "3", "3.1"]),
        ((1, 3, 0), ["1", "1.1", "2"]),
        ((), []),
    ],
)
def test_criteria_are_numbered_by_depth(depths: tuple[int, ...], numbers: list[str]) -> None:
    rows = [CriterionRow(text="x", status="missing", depth=d) for d in depths]
    assert [row.number for row in printed_criteria(rows, {})] == numbers


def test_an_unmet_alternative_counts_where_no_other_is_met() -> None:
    rows = [
        CriterionRow(text="one of", status="missing"),
        CriterionRow(text="a", status="not_met", depth=1),
        CriterionRow(text="b", status="missing", depth=1),
        CriterionRow(text="c", status="contradicted"),
    ]
    printed = list(printed_criteria(rows, {}))
    assert [row.status for row in printed] == ["Missing", "Not met", "Missing", "Contradicted"]
    assert [row.record for row in printed] == ["", "", "[[needs: record for this criterion]]", ""]
