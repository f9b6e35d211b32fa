from __future__ import annotations

from datetime import date

import pytest

from assistant.codes.rows import rows
from assistant.tables.releases import Release, counted, shipped, shipped_release

FY2026 = Release(
    table="icd10cm",
    name="FY2026 April 1 2026",
    effective_from=date(2026, 4, 1),
    effective_through=date(2026, 9, 30),
    year_from=date(2025, 10, 1),
)


@pytest.mark.parametrize(
    ("day", "in_year", "behind", "says"),
    [
        (date(2026, 5, 1), True, False, ""),
        (date(2026, 4, 1), True, False, ""),
        (date(2026, 9, 30), True, False, ""),
        (date(2025, 10, 1), True, False, "later in the code set year"),
        (date(2025, 9, 30), False, False, "an older release"),
        (date(2026, 10, 1), False, True, "a newer release"),
    ],
)
def test_what_a_release_says_of_a_day(day: date, in_year: bool, behind: bool, says: str) -> None:
    assert FY2026.in_year(day) is in_year
    assert FY2026.is_behind(day) is behind
    assert says in FY2026.caveat(day)
    assert bool(FY2026.caveat(day)) == bool(says)


def test_no_day_needs_no_caveat() -> None:
    assert FY2026.caveat(None) == ""


@pytest.mark.parametrize("release", shipped(), ids=lambda release: release.table)
def test_every_shipped_table_exists_and_names_its_source(release: Release) -> None:
    count = counted(release).codes
    assert count is not None
    assert count > 0
    assert release.source
    assert release.origin == "shipped"


def test_a_table_that_is_not_shipped() -> None:
    with pytest.raises(KeyError):
        shipped_release("horoscopes")


def test_rows_are_counted_from_the_file() -> None:
    assert counted(shipped_release("areas")).codes == len(rows("areas.csv")) == 7
