"""The procedure table: whole, consistent and dated."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.codes import area, cdt, tooth
from assistant.tables.procedures import Procedure, groups, groups_of, in_group, label, procedure, procedures

ALL = list(procedures().values())


@pytest.mark.parametrize("found", ALL, ids=lambda found: found.code)
def test_row_is_consistent(found: Procedure) -> None:
    assert cdt.validate(found.code) == found.code
    assert found.label
    assert found.source
    assert found.confidence in ("high", "medium", "low")
    assert found.tooth in ("required", "asked", "none")
    assert found.area in ("required", "asked", "none")
    assert 0 <= found.surfaces_min <= found.surfaces_max <= 5
    assert not found.takes_surfaces or found.tooth == "required"
    assert bool(found.scope) == bool(found.scope_basis)
    assert bool(found.dentition) == bool(found.dentition_basis)
    assert bool(found.areas) == (found.area != "none")
    assert all(area.validate(each) == each for each in found.areas)
    assert (found.age_min is None and found.age_max is None) == (found.age_basis == "")
    assert all(base in procedures() for base in found.add_on_to)


@pytest.mark.parametrize("found", ALL, ids=lambda found: found.code)
def test_dates_run_forward_and_say_how_sure_they_are(found: Procedure) -> None:
    first, last = found.period.effective_from, found.period.effective_through
    assert (first is None) == (found.start_basis == "")
    assert (last is None) == (found.end_basis == "")
    assert first is None or last is None or first < last
    assert first is None or (first.month, first.day) in ((1, 1), (3, 15))
    assert last is None or (last.month, last.day) == (12, 31)
    followers = [procedure(each) for each in found.replaced_by]
    assert all(each is not None and (each.period.effective_through is None) for each in followers)


@pytest.mark.parametrize(
    ("code", "expected"),
    [("D2140", (1, 1)), ("D2161", (4, 5)), ("D2332", (3, 3)), ("D2335", (4, 5)), ("D2394", (4, 5)), ("D2740", (0, 0))],
)
def test_surfaces(code: str, expected: tuple[int, int]) -> None:
    found = procedures()[code]
    assert (found.surfaces_min, found.surfaces_max) == expected


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("D2740", "crown"),
        ("D2799", "crown"),
        ("D2392", "filling"),
        ("D3347", "root_canal"),
        ("D7241", "extraction"),
        ("D0180", "exam"),
        ("99203", "office_visit"),
        ("E0486", "sleep_appliance"),
    ],
)
def test_groups_hold(code: str, name: str) -> None:
    assert in_group(code, name)


def test_a_post_operative_visit_is_no_exam() -> None:
    assert "exam" not in groups_of("D0171")
    assert "final_crown" not in groups_of("D2799")


def test_labels() -> None:
    assert label("filling") == "fillings"
    assert label("D0120") == "D0120 (Routine check-up exam)"
    assert label("99999") == "99999"
    assert all(group.ranges and group.label for group in groups().values())


def test_inferred_ends_are_marked() -> None:
    assert {found.code for found in ALL if found.end_basis == "inferred"} == {
        "D1705",
        "D1706",
        "D1707",
        "D1712",
        "D6095",
    }
    assert procedures()["D9248"].end_basis == "stated"


def test_codes_added_in_2026_start_that_year() -> None:
    added = [found for found in ALL if found.period.effective_from == date(2026, 1, 1)]
    assert len(added) == 31
    assert {found.start_basis for found in added} == {"stated"}


def test_the_front_tooth_limit_of_the_composite_crown_ends_with_2026() -> None:
    found = procedures()["D2390"]
    assert (found.scope, found.scope_until) == ("anterior", date(2026, 12, 31))
    assert not tooth.is_anterior("14", "universal")
