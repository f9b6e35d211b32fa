"""One clock for every door: the letter, the law, the governing policy, the manual and the card."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.assistant import Assistant
from assistant.chains.case_time import letter_window
from assistant.domain.caller import LOCAL
from assistant.domain.case import Case
from assistant.intake.case_file import LoadedCase

LETTER = "Northlake Health\n{words}\nE0486: not medically necessary."
OWN = "You may appeal this decision within 180 days of\nreceipt of this letter."


def made(words: str | None = None, **said: Any) -> Case:
    line = {"id": "1", "code": "E0486", "date_of_service": "2026-08-18", "fee": "3200.00"}
    letter = {"id": "letter", "kind": "denial_letter", "text": LETTER.format(words=words)}
    return Case.model_validate(
        {
            "claim": {"lane": "medical", "payer": "Northlake Health", "lines": [line], "diagnoses": ["G47.33"]},
            "denials": [{"date": "2026-09-03", "received": "2026-09-09", "line": "1", "group": "CO", "carc": "50"}],
            "documents": [letter] if words else [],
        }
        | said
    )


@pytest.mark.parametrize(
    ("case", "day", "source"),
    [
        (made(OWN), "2027-03-02", "the denial letter"),
        (made(OWN, plan_funding="self_funded"), "2027-03-02", "29 CFR"),
        (made("You have 60 days from the date of this letter to request a review."), "2026-11-02", "letter"),
        (made(plan_funding="self_funded"), "2027-03-02", "29 CFR"),
        (made(), "2026-12-02", "payer card"),
    ],
)
def test_a_command_and_a_draft_name_one_day(assistant: Assistant, case: Case, day: str, source: str) -> None:
    asked = assistant.deadline(LOCAL, case).deadline
    drafted = assistant.draft(LOCAL, "appeal", LoadedCase(case, Path())).draft.deadline
    assert asked is not None
    assert asked == drafted
    assert asked.date == date.fromisoformat(day)
    assert source in asked.source
    assert "NL-ANE-009" not in f"{asked.source} {asked.notes}"


def test_what_the_card_gives_the_office_itself_is_told_beside_the_letter(assistant: Assistant) -> None:
    found = assistant.deadline(LOCAL, made(OWN)).deadline
    assert found is not None
    assert "The letter itself gives 180 calendar days from receipt." in found.notes
    assert any("until 2026-12-02" in note for note in found.notes)
    assert [each.date for each in found.alternatives] == [date(2027, 3, 8)]


@pytest.mark.parametrize(
    "words",
    [
        "Send the requested records within 45 days of this letter.",
        "We will decide your appeal within 60 days.",
        "An external review may be requested within 120 days of the final decision.",
    ],
)
def test_another_time_of_the_letter_is_no_time_to_appeal(words: str) -> None:
    assert letter_window(made(words)) is None
