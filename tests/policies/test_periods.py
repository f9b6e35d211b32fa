"""Times to file, resend and appeal in the words of manuals."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.policy import Passage
from assistant.policies.changes import changes
from assistant.policies.periods import periods

Made = Callable[..., Passage]


@pytest.mark.parametrize(
    ("section", "text", "wanted"),
    [
        (
            "Claims",
            "Timely filing: claims must be received within 270 days of the date of service.",
            ("claim_filing", 1, 270, "calendar_days", "service", "high"),
        ),
        (
            "Claims",
            "File claims no later than one year from the date of service.",
            ("claim_filing", 1, 1, "years", "service", "high"),
        ),
        (
            "Timely filing",
            "Send them within 6 months of the date of service.",
            ("claim_filing", 1, 6, "calendar_months", "service", "medium"),
        ),
        (
            "Appeals",
            "Claims are due within 180 days of the date of service.",
            ("claim_filing", 1, 180, "calendar_days", "service", "high"),
        ),
        (
            "Claims",
            "Corrected claims are accepted up to twelve (12) months after the date of service.",
            ("corrected_claim", 1, 12, "calendar_months", "service", "high"),
        ),
        (
            "Claims",
            "Secondary claims are due within ninety (90) days of the primary payer's explanation of benefits.",
            ("secondary_filing", 1, 90, "calendar_days", "primary_eob", "high"),
        ),
        (
            "Records",
            "Return records within 15 business days of the request.",
            ("records_request", 1, 15, "business_days", "request", "high"),
        ),
        (
            "Appeals",
            "You have 75 days from the date of the notice to submit an appeal.",
            ("appeal", 1, 75, "calendar_days", "letter", "high"),
        ),
        (
            "Appeals",
            "A second-level appeal must be filed within 60 days of receiving the first decision.",
            ("appeal", 2, 60, "calendar_days", "receipt", "high"),
        ),
        (
            "Appeals",
            "Requests must be sent within 180 days of receipt of the denial.",
            ("appeal", 1, 180, "calendar_days", "receipt", "medium"),
        ),
        ("Claims", "Claims are due within 180 days.", ("claim_filing", 1, 180, "calendar_days", "service", "low")),
        ("Claims", "We pay clean claims within 30 days of receipt.", None),
        ("Appeals", "An appeal is decided within 30 days of receipt.", None),
        ("Appeals", "Provider contracts allow an appeal within 30 to 180 days of the remittance.", None),
        ("Claims", "Send radiographs dated within 12 months with the claim.", None),
        ("Orthotics", "Adjustment is included for 6 months.", None),
        ("Approval", "An authorization holds for 90 days; claims filed later are denied.", None),
        ("Claims", "", None),
    ],
)
def test_a_sentence(passage: Made, section: str, text: str, wanted: tuple[object, ...] | None) -> None:
    found = periods([passage(text, section=section)])
    said = [(p.event, p.level, p.value, p.unit, p.counts_from, p.confidence) for p in found]
    assert said == ([wanted] if wanted else [])
    assert all(p.quote in text for p in found)


def test_rows_of_a_table(passage: Made) -> None:
    text = (
        "| What | In network | Out of network |\n|---|---|---|\n"
        "| First claim | 180 days from the date of service | 365 days from the date of service |\n"
        "| Records requested | 20 days from the request | 20 days from the request |"
    )
    found = periods([passage(text, section="Times")])
    assert [(p.event, p.value, p.confidence) for p in found] == [
        ("claim_filing", 180, "medium"),
        ("records_request", 20, "high"),
    ]
    assert all(p.quote in text for p in found)


def test_the_payers_own_time_is_left_out_of_a_row(passage: Made) -> None:
    text = (
        "| Level | Step | Time to file | We answer in |\n|---|---|---|---|\n"
        "| 1 | Appeal | 90 days from the notice | 30 days |\n| 2 | Second appeal | 45 days from the notice | 60 days |"
    )
    found = periods([passage(text, section="Appeals")])
    assert [(p.level, p.value, p.counts_from) for p in found] == [(1, 90, "letter"), (2, 45, "letter")]


def test_changed_periods_are_told(passage: Made) -> None:
    filed = "Claims are due within {} of the date of service."
    old = [passage(filed.format("365 days") + " An appeal is due within 60 days of the notice.", section="Claims")]
    new = [passage(filed.format("180 days") + " A corrected claim is due within 90 days of the remittance.")]
    found = changes(old, new)
    assert [(each.change, each.event) for each in found.periods] == [
        ("changed", "claim_filing"),
        ("added", "corrected_claim"),
        ("removed", "appeal"),
    ]
    assert found.differs
    assert "365" in found.periods[0].old
    assert "180" in found.periods[0].new
    assert not changes(old, old).differs


@given(text=st.text(max_size=150))
def test_any_text(text: str) -> None:
    one = Passage(key="p", document="d", title="t", section="s", text=text, ordinal=1, payer="P")
    for found in periods([one]):
        assert found.value > 0
        assert found.quote in text


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("one hundred eighty", 180),
        ("one hundred and twenty", 120),
        ("One Hundred", 100),
        ("forty-five", 45),
        ("seven", 7),
    ],
)
def test_the_reader_of_a_whole_number_in_words(passage: Made, written: str, days: int) -> None:
    found = periods([passage(f"Claims must be filed within {written} days of the date of service.")])
    assert [each.value for each in found] == [days]
