"""Every reason of a payer's letter belongs to the line that the letter names, or to none."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.intake.from_letter import case_from_letter

LETTERS = yaml.safe_load((Path(__file__).parent / "reason_letters.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("letter", LETTERS, ids=[each["name"] for each in LETTERS])
def test_a_reason_is_said_of_the_line_that_the_letter_names(letter: dict[str, Any]) -> None:
    case = case_from_letter("letter.txt", letter["text"], today=date(2026, 11, 22))
    links = [[denial.line, denial.group, denial.carc, denial.rarc] for denial in case.denials]
    assert sorted(links, key=str) == sorted(letter["links"], key=str)
    fees = {line.id: line.fee for line in case.claim.lines}
    assert all(denial.amount == fees.get(denial.line or "") for denial in case.denials)


def test_words_of_a_reason_are_the_payers_own() -> None:
    words = {
        denial.carc: denial.text
        for denial in case_from_letter("a", LETTERS[0]["text"], today=date(2026, 11, 22)).denials
    }
    assert words["97"] == "The core buildup is considered part of the crown (CO-97)."
    assert words["50"] == (
        "We have denied payment for the services above. The radiograph shows adequate tooth structure. (CO-50, N115)"
    )
