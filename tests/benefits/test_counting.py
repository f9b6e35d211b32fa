from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.benefits.counting import count, months, months_at_most
from assistant.tables.holidays import closed


@pytest.mark.parametrize(
    ("start", "value", "unit", "expected"),
    [
        ("2028-02-28", 1, "calendar_days", "2028-02-29"),
        ("2027-02-28", 1, "calendar_days", "2027-03-01"),
        ("2026-12-31", 1, "calendar_days", "2027-01-01"),
        ("2026-01-31", 1, "calendar_months", "2026-03-01"),
        ("2028-01-31", 1, "calendar_months", "2028-03-01"),
        ("2028-01-29", 1, "calendar_months", "2028-02-29"),
        ("2026-08-31", 4, "calendar_months", "2026-12-31"),
        ("2026-12-15", 1, "calendar_months", "2027-01-15"),
        ("2028-02-29", 4, "years", "2032-02-29"),
        ("2026-11-20", 3, "business_days", "2026-11-25"),
        ("2026-11-25", 2, "business_days", "2026-11-30"),
        ("2026-12-24", 5, "business_days", "2027-01-04"),
        ("2026-11-22", 72, "hours", "2026-11-25"),
        ("2026-11-22", 0, "business_days", "2026-11-22"),
    ],
)
def test_count(start: str, value: int, unit: str, expected: str) -> None:
    assert count(date.fromisoformat(start), value, unit).isoformat() == expected


@settings(max_examples=100, derandomize=True, deadline=None)
@given(start=st.dates(date(2000, 1, 1), date(2060, 12, 31)), value=st.integers(0, 60))
def test_month_arithmetic_differs_by_at_most_one_missing_day(start: date, value: int) -> None:
    first, last = months(start, value), months_at_most(start, value)
    assert first == last or (first.day == 1 and 0 < (first - last).days == 1)


@settings(max_examples=60, derandomize=True, deadline=None)
@given(start=st.dates(date(2000, 1, 1), date(2060, 12, 31)), value=st.integers(1, 40))
def test_business_days_land_on_open_days_with_that_many_between(start: date, value: int) -> None:
    end = count(start, value, "business_days")
    days = [date.fromordinal(n) for n in range(start.toordinal() + 1, end.toordinal() + 1)]
    assert closed(end) is None
    assert sum(closed(day) is None for day in days) == value
