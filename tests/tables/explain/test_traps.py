"""Wrong claims that public pages make about codes: the answer says what is right."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.codes.system import recognise_system
from assistant.tables.explain.report import explain
from assistant.tables.icd10cm import Icd10cm
from assistant.tables.misquoted import misquotation, misquoted

DAY = date(2026, 5, 4)

TRAPS = [
    ("K07.6", "jaw joint disorders are M26.6-"),
    ("K07.60", "jaw joint disorders are M26.6-"),
    ("K07.1", "no category K07"),
    ("K10.2", "jaw bone inflammation is M27.2"),
    ("K08.1", "needs more characters"),
    ("Z95.2", "already replaced"),
    ("Z94.0", "already transplanted"),
    ("40810", "a sample is 40808"),
    ("41010", "removal is 41115"),
    ("21085", "Only the splint of a jaw operation"),
    ("21497", "without a fracture"),
    ("21110", "without a fracture"),
    ("N362", "the tooth number is N37"),
    ("N382", "the surface is N75"),
    ("N425", "the surface is N75"),
    ("N386", "the local one is N115"),
    ("D9248", "ended on 2025-12-31"),
    ("D9248", "Replaced by D9244"),
    ("D1352", "ended on 2025-12-31"),
    ("D4355", "D0180 still belongs to a later visit"),
    ("D2335", "four or more surfaces"),
    ("D7311", "four and more is D7310"),
    ("D9947", "A sleep apnea appliance"),
    ("D7210", "a flap alone is D7140"),
    ("D9944", "In use since CDT 2019"),
    ("D1110", "an age limit is the plan's"),
]


@pytest.mark.parametrize(("code", "right"), TRAPS)
def test_the_answer_says_what_is_right(code: str, right: str, icd: Icd10cm) -> None:
    said = " ".join(
        sentence
        for reading in explain(code, DAY, icd).readings
        for sentence in (reading.validity, *reading.notes, *reading.needs)
    )
    assert right in said


def test_an_absent_heading_covers_what_stands_below_it_and_no_more() -> None:
    below = misquotation("icd10cm", "K07.60")
    assert below is not None
    assert below.code == "K07.6"
    assert misquotation("icd10cm", "K08.101") is None
    assert misquotation("icd10cm", "Z95.21") is None
    assert misquotation("cdt", "K07.6") is None


@pytest.mark.parametrize("row", misquoted(), ids=lambda row: f"{row.system} {row.code}")
def test_what_was_meant_exists(row: object, icd: Icd10cm) -> None:
    found = next(each for each in misquoted() if each == row)
    assert found.source
    assert found.sentence.count(".") >= 2
    assert any(code.system == found.system for code in recognise_system(found.code))
    for code in found.instead:
        assert explain(code, DAY, icd).status == "known"
    if found.absent:
        assert icd.get(found.code) is None
