from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.codes import day
from assistant.codes.day import ReadDay
from assistant.domain.errors import InvalidComponent, InvalidFormat

TODAY = date(2026, 11, 22)


def test_two_readings_are_both_shown() -> None:
    with pytest.raises(InvalidFormat, match="2026-03-04 or 2026-04-03"):
        day.read("3/4/2026")
    assert [each.day for each in day.candidates("3/4/2026")] == [date(2026, 3, 4), date(2026, 4, 3)]


@pytest.mark.parametrize(
    ("text", "order", "expected", "notes"),
    [
        ("3/4/2026", "mdy", date(2026, 3, 4), ("month first",)),
        ("3/4/2026", "dmy", date(2026, 4, 3), ("day first",)),
        ("3-4-26", "mdy", date(2026, 3, 4), ("month first", "year 26 read as 2026")),
        ("25/12/2026", None, date(2026, 12, 25), ("day first",)),
        ("12/25/2026", "dmy", date(2026, 12, 25), ("month first",)),
        ("5/5/2026", None, date(2026, 5, 5), ("month first",)),
        ("11/12", "mdy", date(2026, 11, 12), ("month first", "no year written, read as 2026")),
        ("11/23", None, date(2025, 11, 23), ("month first", "no year written, read as 2025")),
        ("Nov 12", None, date(2026, 11, 12), ("no year written, read as 2026",)),
        ("Nov 22", None, TODAY, ("no year written, read as 2026",)),
        ("Dec 1", None, date(2025, 12, 1), ("no year written, read as 2025",)),
        ("Feb 29", None, date(2024, 2, 29), ("no year written, read as 2024",)),
        ("5 May '58", None, date(1958, 5, 5), ("year 58 read as 1958",)),
        ("May 5 36", None, date(2036, 5, 5), ("year 36 read as 2036",)),
        ("May 5 37", None, date(1937, 5, 5), ("year 37 read as 1937",)),
        ("2026-11-12", None, date(2026, 11, 12), ()),
        ("November 12th, 2026", None, date(2026, 11, 12), ()),
    ],
)
def test_readings(text: str, order: day.Order | None, expected: date, notes: tuple[str, ...]) -> None:
    assert day.read(text, order=order, as_of=TODAY) == ReadDay(expected, notes)


@pytest.mark.parametrize("text", ["11/12/26", "Nov 12", "12 Nov 26", "25/12"])
def test_a_year_in_doubt_needs_the_day_that_counts_as_today(text: str) -> None:
    with pytest.raises(InvalidFormat, match="year"):
        day.read(text, order="mdy")
    assert day.is_valid(text, order="mdy", as_of=TODAY)


@pytest.mark.parametrize(
    "text", ["2026-02-29", "30 Feb 2026", "Feb 30", "31/31/2026", "13/13/26", "20261301", "0/5/2026"]
)
def test_days_off_the_calendar(text: str) -> None:
    with pytest.raises(InvalidComponent, match="not on the calendar"):
        day.read(text, order="mdy", as_of=TODAY)


@pytest.mark.parametrize("text", ["Ma 3 2026", "J 3 2026", "Foo 3 2026", "3 2026", "99", "1.2/2026", "2026-1-2-3"])
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(InvalidFormat, match="not a date"):
        day.read(text, order="mdy", as_of=TODAY)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_every_day_is_read_back_from_every_form(each: date) -> None:
    for form in ("%Y-%m-%d", "%Y%m%d", "%B %d, %Y", "%d-%b-%Y"):
        assert day.read(each.strftime(form)) == ReadDay(each)
    assert day.read(day.format(each.isoformat()), order="mdy").day == each


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2090, 12, 31)), st.integers(0, 364))
def test_a_missing_year_means_the_last_such_day(today: date, back: int) -> None:
    meant = today - timedelta(days=back)
    assert day.read(f"{meant:%b %d}", as_of=today).day == meant
