from datetime import date

import pytest

from assistant.benefits.reopening import authorization_expires, benefit_year, frequency_reopens
from assistant.domain.policy import Limit

D = date.fromisoformat


def limit(count: int, window: int | None, unit: str) -> Limit:
    return Limit(codes=("D1110",), kind="frequency", count=count, window=window, window_unit=unit)


@pytest.mark.parametrize(
    ("done", "rule", "on", "expected"),
    [
        (["2019-05-10"], limit(1, 5, "year"), "2026-11-22", "2026-11-22"),
        (["2022-05-10"], limit(1, 5, "year"), "2026-11-22", "2027-05-10"),
        (["2026-08-31"], limit(1, 6, "month"), "2026-11-22", "2027-02-28"),
        (["2026-02-01", "2026-08-01"], limit(2, 12, "month"), "2026-11-22", "2027-02-01"),
        (["2026-02-01", "2026-08-01", "2026-09-01"], limit(2, 12, "month"), "2026-11-22", "2027-08-01"),
        (["2026-02-01", "2026-08-01"], limit(2, None, "calendar_year"), "2026-11-22", "2027-01-01"),
        (["2026-02-01", "2026-08-01"], limit(2, None, "benefit_year"), "2026-11-22", "2026-11-22"),
        (["2024-02-29"], limit(1, 3, "year"), "2026-11-22", "2027-02-28"),
        (["2026-11-01"], limit(1, 90, "day"), "2026-11-22", "2027-01-30"),
    ],
)
def test_first_payable_day(done: list[str], rule: Limit, on: str, expected: str) -> None:
    found = frequency_reopens([D(day) for day in done], rule, on=D(on), benefit_year_start=(7, 1))
    assert found.date == D(expected)


def test_lifetime_never_reopens() -> None:
    assert frequency_reopens([D("2010-01-01")], limit(1, None, "lifetime"), on=D("2026-11-22")).date is None


def test_a_limit_without_window_blocks_nothing_and_says_so() -> None:
    rule = Limit(codes=("D1110",), kind="frequency")
    found = frequency_reopens([D("2026-01-01")], rule, on=D("2026-11-22"))
    assert found.date == D("2026-11-22")
    assert "no window" in found.reason


def test_benefit_year_that_starts_on_leap_day() -> None:
    assert benefit_year(D("2027-02-28"), (2, 29)) == D("2027-02-28")
    assert benefit_year(D("2027-02-27"), (2, 29)) == D("2026-02-28")


def test_approval_lapses_on_the_earlier_day() -> None:
    found = authorization_expires(
        approved=D("2026-11-01"), valid_days=60, valid_through=D("2027-01-31"), today=D("2026-11-22"), source="approval"
    )
    assert found is not None
    assert found.date == D("2026-12-31")
    assert authorization_expires(approved=D("2026-11-01"), today=D("2026-11-22"), source="approval") is None
