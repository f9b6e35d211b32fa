from datetime import date, timedelta

import holidays as reference
import pytest

from assistant.tables.holidays import closed, federal_holidays, last_business_day, next_business_day


@pytest.mark.parametrize("year", range(2000, 2051))
def test_agrees_with_an_independent_calendar(year: int) -> None:
    expected = set(reference.country_holidays("US", years=[year, year + 1], observed=True))
    expected = {day for day in expected if day.year == year}
    assert set(federal_holidays(year)) == expected


def test_new_year_observed_in_the_old_year() -> None:
    assert closed(date(2021, 12, 31)) == "New Year's Day (observed)"


def test_before_juneteenth_was_a_holiday() -> None:
    assert closed(date(2020, 6, 19)) is None
    assert closed(date(2021, 6, 18)) == "Juneteenth (observed)"


def test_business_days_around_a_long_weekend() -> None:
    saturday = date(2026, 7, 4)
    assert last_business_day(saturday) == date(2026, 7, 2)
    assert next_business_day(saturday) == date(2026, 7, 6)
    assert next_business_day(date(2026, 7, 6)) == date(2026, 7, 6)


def test_every_day_of_a_year_is_open_or_says_why() -> None:
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    assert sum(closed(day) is None for day in days) == 250
