"""Conflicts read both ways, name what exists and change with the date."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.tables.conflicts import Conflict, between, conflicts, in_force
from assistant.tables.medical_procedures import medical_procedures
from assistant.tables.procedures import groups, procedures

TODAY = date(2026, 11, 12)


@pytest.mark.parametrize("row", conflicts(), ids=lambda row: f"{row.a}-{row.b}-{row.period.effective_from}")
def test_row_names_codes_or_groups_with_advice_and_source(row: Conflict) -> None:
    known = {*procedures(), *groups(), *medical_procedures()}
    assert {row.a, row.b} <= known
    assert row.advice
    assert row.source
    assert row.basis == "code" or row.severity != "error"


def test_no_row_stands_twice() -> None:
    keys = [(frozenset((row.a, row.b)), row.reach, row.period.effective_from) for row in conflicts()]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("one", "other"),
    [("D1110", "D4910"), ("D2740", "D2161"), ("D7140", "D7241"), ("D4341", "D4260"), ("D0120", "D0150")],
)
def test_both_directions_agree(one: str, other: str) -> None:
    assert between(one, other)
    assert set(between(one, other)) == set(between(other, one))


@pytest.mark.parametrize(
    ("one", "other"), [("D0120", "D4910"), ("D0180", "D4910"), ("D1110", "D0274"), ("D2740", "D3330")]
)
def test_what_goes_together_has_no_row(one: str, other: str) -> None:
    assert between(one, other) == ()


def test_dated_rows() -> None:
    assert [row.severity for row in in_force("D4355", "D0160", date(2022, 12, 31))] == ["error"]
    assert [row.severity for row in in_force("D4355", "D0160", date(2023, 1, 1))] == ["warning"]
    assert [row.severity for row in in_force("D9230", "D9239", date(2025, 12, 31))] == ["warning"]
    assert [row.severity for row in in_force("D9230", "D9239", date(2026, 1, 1))] == ["error"]


def test_a_filling_meets_another_of_its_own_kind() -> None:
    assert [row.reach for row in in_force("D2391", "D2392", TODAY)] == ["same_surface"]
