"""Dated questions about a claim, each with one answer."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts

TODAY = date(2026, 11, 22)


def facts(**claim: Any) -> Facts:
    return Facts(Claim.model_validate({"lane": "dental", **claim}), today=TODAY)


def one(**line: Any) -> dict[str, Any]:
    return {"id": "1", "code": "D2740", "date_of_service": "2026-11-12", **line}


@pytest.mark.parametrize(
    ("born", "age"),
    [("1984-11-12", 42), ("1984-11-13", 41), ("2026-11-12", 0), ("2026-11-13", None), (None, None)],
)
def test_age_on_the_date_of_service(born: str | None, age: int | None) -> None:
    asked = facts(patient={"birth_date": born}, lines=[one()])
    assert asked.age(asked.claim.lines[0]) == age


def test_the_day_that_decides() -> None:
    asked = facts(as_of="2026-10-01", lines=[one(date_of_service=None), one(id="2")])
    assert asked.on(asked.claim.lines[0]) == date(2026, 10, 1)
    assert asked.on(asked.claim.lines[1]) == date(2026, 11, 12)
    assert asked.first_day == date(2026, 10, 1)
    assert facts().first_day == TODAY


def test_places_of_a_line() -> None:
    asked = facts(lines=[one(tooth="3"), one(id="2", code="D5213"), one(id="3", code="D4341", area="LL")])
    upper, partial, quadrant = asked.services
    assert (upper.quadrants, upper.arches) == (frozenset({"10"}), frozenset({"upper"}))
    assert (partial.quadrants, partial.arches) == (frozenset(), frozenset({"upper"}))
    assert (quadrant.area, quadrant.arches) == ("30", frozenset({"lower"}))


def test_pointed_diagnoses() -> None:
    asked = facts(
        diagnoses=["K02.63", "nonsense", "K05.10"],
        lines=[one(diagnosis_pointers=[3]), one(id="2"), one(id="3", diagnosis_pointers=[9])],
    )
    first, second, third = asked.claim.lines
    assert asked.pointed(first) == ((2, "K05.10"),)
    assert asked.pointed(second) == ((0, "K02.63"), (2, "K05.10"))
    assert asked.pointed(third) == ()


def test_history_leaves_the_claims_own_lines_out_and_is_in_order() -> None:
    asked = facts(
        lines=[one(tooth="14")],
        history=[
            {"code": "D2740", "date_of_service": "2026-11-12", "tooth": "14"},
            {"code": "D2391", "date_of_service": "2025-01-01", "tooth": "14"},
            {"code": "D0120", "date_of_service": "2024-01-01"},
        ],
    )
    assert [past.code for past in asked.history] == ["D0120", "D2391"]
    assert [past.code for past in asked.before(asked.services[0])] == ["D0120", "D2391"]


def test_earlier_lines_of_the_claim_come_before() -> None:
    asked = facts(lines=[one(), one(id="2"), one(id="3", date_of_service="2026-11-01")])
    assert [past.index for past in asked.before(asked.services[0])] == [2]
    assert [past.index for past in asked.before(asked.services[1])] == [0, 2]
    assert asked.before(asked.services[2]) == ()


@pytest.mark.parametrize(
    ("payer", "expected"),
    [("Medicare Part B", True), ("MEDICARE ADVANTAGE X", True), ("Northlake", False), (None, False)],
)
def test_medicare_is_told_by_name(payer: str | None, expected: bool) -> None:
    assert facts(payer=payer).is_medicare is expected


def test_the_coverage_that_the_claim_is_sent_to() -> None:
    asked = facts(
        payer="Brightsmile Dental",
        coverages=[
            {"lane": "medical", "payer": "Northlake Health"},
            {"lane": "dental", "payer": "Northlake Dental", "order": 1},
            {"lane": "dental", "payer": "BRIGHTSMILE dental", "order": 2},
        ],
    )
    assert asked.coverage is not None
    assert asked.coverage.payer == "BRIGHTSMILE dental"
    unnamed = facts(coverages=[{"lane": "dental", "payer": "B", "order": 2}, {"lane": "dental", "payer": "A"}])
    assert unnamed.coverage is not None
    assert unnamed.coverage.payer == "A"
    assert facts(coverages=[{"lane": "medical", "payer": "A"}]).coverage is None


@pytest.mark.parametrize(
    ("written", "expected"), [("07-15", (7, 15)), ("13-01", (1, 1)), ("00-00", (1, 1)), (None, (1, 1))]
)
def test_benefit_year_start(written: str | None, expected: tuple[int, int]) -> None:
    asked = facts(coverages=[{"lane": "dental", "payer": "A", "benefit_year_start": written}])
    assert asked.benefit_year_start == expected


def test_place_of_service_of_the_line_goes_first() -> None:
    asked = facts(place_of_service="11", lines=[one(place_of_service="22"), one(id="2")])
    first, second = asked.claim.lines
    assert (asked.place(first), asked.place_path(first)) == ("22", "lines[0].place_of_service")
    assert (asked.place(second), asked.place_path(second)) == ("11", "place_of_service")


def test_what_the_narrative_tells() -> None:
    asked = facts(narrative="#3 MOD caries, upper right, seated 11/12/2026. D2740.")
    assert [each.value for each in asked.told("tooth")] == ["3"]
    assert [each.value for each in asked.told("area")] == ["10"]
    assert [each.value for each in asked.told("code")] == ["D2740"]
    assert [each.value for each in asked.told("date")] == ["2026-11-12"]
    assert facts().told("tooth") == ()
    assert asked.universal("3") == "3"
    assert asked.universal("99") == "99"
