"""Windows end on the day asked about, and an unknown place is no place."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.claim import Claim
from assistant.domain.policy import Limit
from assistant.rules.facts import Facts, Service
from assistant.rules.frequency.counting import (
    Per,
    WindowUnit,
    limit_window,
    months_before,
    same_place,
    window_start,
    window_words,
)

DAY = date(2026, 11, 12)


def service(**line: Any) -> Service:
    claim = Claim.model_validate({"lane": "dental", "lines": [{"id": "1", "date_of_service": DAY, **line}]})
    return Facts(claim, today=DAY).services[0]


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 12, 15), 12, date(2025, 12, 15)),
        (date(2026, 11, 12), 0, date(2026, 11, 12)),
        (date(1, 1, 1), 1, date.min),
        (date(1, 6, 1), 5, date(1, 1, 1)),
    ],
)
def test_months_before(day: date, months: int, expected: date) -> None:
    assert months_before(day, months) == expected


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 240), st.integers(0, 240))
def test_more_months_are_never_later(day: date, one: int, more: int) -> None:
    assert months_before(day, one + more) <= months_before(day, one) <= day


@pytest.mark.parametrize(
    ("unit", "window", "expected"),
    [
        ("day", 30, date(2026, 10, 13)),
        ("week", 6, date(2026, 10, 1)),
        ("month", 6, date(2026, 5, 12)),
        ("year", 2, date(2024, 11, 12)),
        ("calendar_year", 1, date(2025, 12, 31)),
        ("calendar_year", 2, date(2024, 12, 31)),
        ("lifetime", 1, None),
        ("month", None, None),
    ],
)
def test_window_start(unit: WindowUnit, window: int | None, expected: date | None) -> None:
    assert window_start(DAY, unit, window) == expected


@pytest.mark.parametrize(
    ("start", "day", "expected"),
    [
        ((7, 1), date(2026, 11, 12), date(2026, 6, 30)),
        ((7, 1), date(2026, 7, 1), date(2026, 6, 30)),
        ((7, 1), date(2026, 6, 30), date(2025, 6, 30)),
        ((12, 1), date(2026, 11, 12), date(2025, 11, 30)),
        ((2, 30), date(2026, 11, 12), date(2026, 2, 27)),
    ],
)
def test_benefit_years_begin_when_the_plan_says(start: tuple[int, int], day: date, expected: date) -> None:
    assert window_start(day, "benefit_year", 1, start) == expected


@pytest.mark.parametrize(
    ("count", "window", "unit", "per", "expected"),
    [
        (1, 84, "month", "tooth", "once in 84 months for a tooth"),
        (2, 1, "benefit_year", "patient", "2 times a benefit year"),
        (1, None, "lifetime", "arch", "once in a lifetime for an arch"),
        (1, 1, "month", "surface", "once in 1 month for a surface"),
        (3, 2, "calendar_year", "patient", "3 times in 2 calendar years"),
    ],
)
def test_words(count: int, window: int | None, unit: WindowUnit, per: Per, expected: str) -> None:
    assert window_words(count, window, unit, per) == expected


def test_a_limit_without_window_is_for_life() -> None:
    assert limit_window(Limit(codes=("D1351",), kind="lifetime", window=5, window_unit="year")) == (None, "lifetime")
    assert limit_window(Limit(codes=("D1351",), kind="frequency")) == (None, "lifetime")
    assert limit_window(Limit(codes=("D1351",), kind="frequency", window_unit="year")) == (1, "year")
    assert limit_window(Limit(codes=("D1351",), kind="frequency", window=3, window_unit="year")) == (3, "year")


@pytest.mark.parametrize(
    ("past", "now", "per", "expected"),
    [
        ({"code": "D2740", "tooth": "14"}, {"code": "D2740", "tooth": "14"}, "tooth", True),
        ({"code": "D2740", "tooth": "14"}, {"code": "D2740", "tooth": "15"}, "tooth", False),
        ({"code": "D2740"}, {"code": "D2740", "tooth": "15"}, "tooth", False),
        ({"code": "D2740"}, {"code": "D2740"}, "patient", True),
        ({"code": "D4341", "area": "10"}, {"code": "D4342", "tooth": "3"}, "quadrant", True),
        ({"code": "D4341", "area": "10"}, {"code": "D4341", "area": "20"}, "quadrant", False),
        ({"code": "D5110"}, {"code": "D5213"}, "arch", True),
        ({"code": "D5110"}, {"code": "D5214"}, "arch", False),
    ],
)
def test_same_place(past: dict[str, str], now: dict[str, str], per: Per, expected: bool) -> None:
    assert same_place(service(**past), service(**now), per) is expected


@pytest.mark.parametrize(("tooth", "surfaces", "expected"), [("14", "O", True), ("14", "B", False), ("13", "O", False)])
def test_same_surface_is_of_one_tooth(tooth: str, surfaces: str, expected: bool) -> None:
    past = service(code="D2391", tooth=tooth, surfaces=surfaces)
    assert same_place(past, service(code="D2392", tooth="14", surfaces="MO"), "surface") is expected
