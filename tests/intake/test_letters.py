"""The day of a letter, and the last day that it names."""

from datetime import date

import pytest

from assistant.domain.case import Case
from assistant.intake.letters import last_day_named, with_letter_days

LETTER = """Northlake Health
September 3, 2026

We denied the oral appliance of August 10, 2026 because it is not medically necessary.
"""


def case(text: str, **denial: object) -> Case:
    return Case.model_validate(
        {
            "claim": {"lane": "medical"},
            "denials": [{"carc": "50", **denial}],
            "documents": [{"id": "letter", "kind": "denial_letter", "text": text, "file": "letter.txt"}],
        }
    )


def test_an_undated_letter_is_dated_by_its_own_text() -> None:
    assert with_letter_days(case(LETTER, file="letter.txt")).denials[0].date == date(2026, 9, 3)
    assert with_letter_days(case(LETTER)).denials[0].date == date(2026, 9, 3)


def test_a_stated_day_stays() -> None:
    dated = case(LETTER, date="2026-09-05")
    assert with_letter_days(dated) is dated
    assert with_letter_days(case(LETTER, file="other.txt")).denials[0].date is None


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Your appeal must be received no later than March 1, 2027.", "2027-03-01"),
        ("Send records by 10/15/2026 to the address above.", None),
        ("You may file an appeal on or before Monday, February 15, 2027.", "2027-02-15"),
        ("The deadline is 2027-01-31 for your appeal.", "2027-01-31"),
        ("You may appeal within 180 days of receiving this letter.", None),
        ("We reviewed the appeal received on September 1, 2026.", None),
        ("We will decide your appeal by March 1, 2027.", None),
        ("Payment will be made by March 1, 2027.", None),
    ],
)
def test_the_last_day_that_a_letter_names(sentence: str, expected: str | None) -> None:
    found = last_day_named(case(f"{LETTER}\n{sentence}\n"))
    assert found == (date.fromisoformat(expected) if expected else None)


def test_each_step_has_its_own_day() -> None:
    text = (
        f"{LETTER}\nSend records by October 15, 2026. Your appeal is due by March 1, 2027. Appeal before 2/15/2027.\n"
    )
    assert last_day_named(case(text)) == date(2027, 2, 15)
    assert last_day_named(case(text), "records_request") == date(2026, 10, 15)
    assert last_day_named(case(text), "claim_filing") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Explanation of benefits\nDate: 10/05/2026\nService 08/18/2026 E0486", "2026-10-05"),
        ("Explanation of benefits\nPatient: Dana Reyes  Date: 10/05/2026\nDate of service 08/18/2026", "2026-10-05"),
        ("EXPLANATION OF BENEFITS Claim NLH-30117 Date: 10/05/2026 Member Dana Reyes", "2026-10-05"),
        ("Explanation of benefits - Northlake Health. Date: 10/05/2026. Service date: 08/18/2026, E0486", "2026-10-05"),
        ("Re: E0486\nDate: 10/05/2026\nWe denied the appliance.", "2026-10-05"),
        ("Service line 1 date: 08/18/2026 E0486 denied", None),
        ("Birth date: 08/19/1988", None),
        ("Member date of birth: 08/19/1988\nDate of service: 08/18/2026", None),
        ("Treatment date: 08/18/2026\nDenied", None),
        ("Explanation of benefits\nLine 1\nDate: 08/18/2026 D2740 $900.00 denied", None),
        ("Explanation of benefits\nLine 1\nDate: 08/18/2026\nD2740 $900.00 denied", None),
        ("Explanation of benefits\nD2740 tooth 30 $900.00\nDate: 08/18/2026", None),
    ],
)
def test_a_bare_date_in_the_head_is_the_letters_own(text: str, expected: str | None) -> None:
    assert with_letter_days(case(text)).denials[0].date == (date.fromisoformat(expected) if expected else None)
