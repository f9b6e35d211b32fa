"""Clocks that no law sets."""

from datetime import date

import pytest

from assistant.benefits.office_clocks import (
    anchor_for,
    approval_clock,
    as_deadline,
    card_window,
    limit_in_words,
    reopening_of,
)
from assistant.domain.errors import BadInput
from assistant.domain.policy import Limit
from assistant.tables.payer_cards import payer_card

D = date.fromisoformat
TODAY = D("2026-11-22")


@pytest.mark.parametrize(
    ("approved", "through", "days", "expected", "anchor", "others"),
    [
        ("2026-09-03", None, 90, "2026-12-02", "approval", []),
        ("2026-09-03", "2026-12-31", 90, "2026-12-02", "approval", ["2026-12-31"]),
        ("2026-09-03", "2026-11-30", 90, "2026-11-30", "date stated in the approval", ["2026-12-02"]),
        (None, "2026-11-30", None, "2026-11-30", "date stated in the approval", []),
        (None, "2026-11-30", 90, "2026-11-30", "date stated in the approval", []),
        ("2028-02-29", None, 365, "2029-02-28", "approval", []),
    ],
)
def test_an_approval_holds_to_the_earlier_of_its_day_and_its_length(
    approved: str | None, through: str | None, days: int | None, expected: str, anchor: str, others: list[str]
) -> None:
    found = approval_clock(
        approved=D(approved) if approved else None,
        today=TODAY,
        valid_through=D(through) if through else None,
        valid_days=days,
    ).deadline
    assert found is not None
    assert (found.date, found.anchor) == (D(expected), anchor)
    assert [each.date for each in found.alternatives] == [D(day) for day in others]


def test_an_approval_without_length_or_date_is_asked_for() -> None:
    assert "last day" in approval_clock(approved=TODAY, today=TODAY).ask
    assert "date of the approval" in approval_clock(approved=None, valid_days=90, today=TODAY).ask


@pytest.mark.parametrize(
    ("words", "count", "window", "unit"),
    [
        ("1 per 60 months", 1, 60, "month"),
        ("1/60 months", 1, 60, "month"),
        ("2 per calendar year", 2, 1, "calendar_year"),
        ("1 every 5 years", 1, 5, "year"),
        ("1 per lifetime", 1, None, "lifetime"),
    ],
)
def test_a_limit_in_words(words: str, count: int, window: int | None, unit: str) -> None:
    found = limit_in_words(words, "D2740")
    assert (found.count, found.window, found.window_unit) == (count, window, unit)


@pytest.mark.parametrize("words", ["sometimes", "0 per year", "1 per 0 months", "-1 per year", ""])
def test_words_that_are_no_limit(words: str) -> None:
    with pytest.raises(BadInput, match="no limit"):
        limit_in_words(words, "D2740")


def test_the_stated_limit_decides_then_the_payers_then_custom() -> None:
    done = [D("2022-03-04")]
    of_payer = Limit(codes=("D2740",), kind="replacement", window=84, window_unit="month", per="tooth", payer="P")
    stated = limit_in_words("1 per 5 years", "D2740")
    first = reopening_of("d2740", done, on=TODAY, stated=stated, limits=[of_payer])
    assert (first.date, first.basis) == (D("2027-03-04"), "stated")
    second = reopening_of("D2740", done, on=TODAY, limits=[of_payer])
    assert (second.date, second.basis) == (D("2029-03-04"), "payer")
    assert "same tooth" in second.notes[0]
    third = reopening_of("D2740", done, on=TODAY)
    assert (third.date, third.earliest, third.basis) == (D("2029-03-04"), D("2027-03-04"), "typical")
    assert third.ask


def test_a_code_without_any_limit_asks_for_it() -> None:
    found = reopening_of("D9999", [D("2022-03-04")], on=TODAY)
    assert (found.date, found.basis, found.for_life) == (None, "none", False)
    assert found.ask
    assert as_deadline(found, TODAY) is None


def test_a_limit_for_life_has_no_day() -> None:
    found = reopening_of("D2740", [D("2010-01-01")], on=TODAY, stated=limit_in_words("1 per lifetime", "D2740"))
    assert found.for_life
    assert found.date is None


def test_the_cards_own_window_and_what_starts_it() -> None:
    card = payer_card("Northlake Health", TODAY)
    assert card is not None
    records = card_window(card, "records_request", None)
    assert records is not None
    assert (records.value, anchor_for("records_request", None, records, on=TODAY, level=None)) == (45, "request")
    assert card_window(card, "breach_notice", None) is None
    assert anchor_for("claim_filing", "medicare", None, on=TODAY, level=None) == "service"
