from __future__ import annotations

from datetime import date

import pytest

from assistant.domain.errors import BadInput
from assistant.policies.documents import settle_document
from assistant.policies.stated import stated_in
from assistant.readers.documents.markdown import read_markdown


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Effective date: 01/01/2026", date(2026, 1, 1), None),
        ("Effective January 1, 2026 through December 31, 2026.", date(2026, 1, 1), date(2026, 12, 31)),
        ("In force for dates of service on and after 2026-07-01.", date(2026, 7, 1), None),
        ("Dates of service from 2025-01-01 through 2025-12-31.", date(2025, 1, 1), date(2025, 12, 31)),
        ("Effective from: 2026-02-01. Expires: 2027-01-31", date(2026, 2, 1), date(2027, 1, 31)),
        ("The effective treatment of 2026-01-01 patients", None, None),
        ("Effective in the spring. Printed 2026-03-01 by the office of the plan in the city.", None, None),
        ("Effective 02/30/2026", None, None),
    ],
)
def test_days_in_force(text: str, first: date | None, last: date | None) -> None:
    stated = stated_in(read_markdown(text.encode(), "x.md"))
    assert (stated.get("effective_from"), stated.get("effective_through")) == (first, last)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Policy number: NLD-C-7", "NLD-C-7"),
        ("Policy No. 12.34.", "12.34"),
        ("Document ID: MP-CRI-26, in force", "MP-CRI-26"),
        ("Bulletin #118", "118"),
        ("The policy number is printed on the card", None),
    ],
)
def test_policy_numbers(text: str, number: str | None) -> None:
    assert stated_in(read_markdown(text.encode(), "x.md")).get("policy_number") == number


@pytest.mark.parametrize(
    ("text", "payer"),
    [
        ("# Brightsmile Dental manual\nText.", "Brightsmile Dental"),
        ("# Manual of Example Dental\nText.", "Example Dental"),
        ("# Northlake Dental and Metro PPO compared\nText.", None),
        ("# Northlake manual\nText.", None),
        ("# Manual\nText.", None),
        ("# Harrow Bay Health Medical Policy: Oral appliances\n\nPayer: Harrow Bay Health\n", "Harrow Bay Health"),
        ("# Manual\n\nCarrier: Old Elm\n\nPayer: New Elm\n", None),
    ],
)
def test_the_payer_counts_when_only_one_is_named(text: str, payer: str | None) -> None:
    assert stated_in(read_markdown(text.encode(), "x.md"), {"Example Dental"}).get("payer") == payer


def test_what_was_read_from_the_text_is_said() -> None:
    read = read_markdown(
        b"# Metro PPO office guide\nEffective date: 2026-01-01. Last reviewed: 2025-11-01.", "guide.md"
    )
    reading = settle_document(read, "guide.md")
    document = reading.document
    assert (document.payer, document.effective_from, document.reviewed) == (
        "Metro PPO",
        date(2026, 1, 1),
        date(2025, 11, 1),
    )
    assert reading.warnings == (
        "read from the text: payer Metro PPO, effective_from 2026-01-01, reviewed 2025-11-01; "
        "correct it with an option or in a sidecar file",
    )


def test_front_matter_and_options_stand_above_the_text() -> None:
    read = read_markdown(
        b"---\npayer: Example Dental\neffective_from: 2024-01-01\n---\n# Metro PPO\nEffective 2026-01-01.", "x.md"
    )
    reading = settle_document(read, "x.md")
    assert (reading.document.payer, reading.document.effective_from) == ("Example Dental", date(2024, 1, 1))
    assert reading.warnings == ()


def test_what_is_stated_nowhere_is_asked_for() -> None:
    with pytest.raises(BadInput, match="--effective"):
        settle_document(read_markdown(b"# Metro PPO guide\nText.", "x.md"), "x.md")
