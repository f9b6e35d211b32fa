"""The plan of treatment: visits in order, plan years, parts."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.chains.finish import Drafted
from assistant.chains.patient.treatment_plan import draft_treatment_plan, parts
from assistant.domain.errors import BadInput

Write = Callable[..., Drafted]
Content = dict[str, Any]


@pytest.fixture
def phased(crown: Content) -> Content:
    """A root canal and a build-up this year, the crown in the next."""
    claim = crown["claim"]
    claim["lines"] = [
        {"id": "1", "code": "D3330", "tooth": "30", "fee": "1200.00", "date_of_service": "2026-12-03"},
        {"id": "2", "code": "D2950", "tooth": "30", "fee": "300.00", "date_of_service": "2026-12-15"},
        {"id": "3", "code": "D2740", "tooth": "30", "fee": "1400.00", "date_of_service": "2027-01-12"},
    ]
    claim["coverages"][0] |= {
        "deductible_met": "50.00",
        "allowed": {"D2740": "1100.00", "D3330": "900.00", "D2950": "240.00"},
    }
    return crown


def test_visits_plan_years_and_totals(write: Write, phased: Content) -> None:
    draft = write(draft_treatment_plan, phased).draft
    for said in (
        "visit by visit: 3 visits in all.",
        "Visit 1, December 3, 2026: root canal (tooth 30). Our fee is $1,200. The plan may pay $600. You may owe $300.",
        "Visit 2, December 15, 2026: build-up under a crown (tooth 30). Our fee is $300. The plan may pay nothing.",
        "Visit 3, January 12, 2027: crown (tooth 30). Our fee is $1,400. The plan may pay $525. You may owe $575.",
        "For the care in the plan year that starts on January 1, 2026, the plan may pay $600",
        "On January 1, 2027 a new plan year starts. Then Brightsmile Dental has its yearly limit of $1,500 again.",
        "since the plan's yearly limit is used up by then.",
        "In all you may owe $1,115.",
        "This is an estimate, not a guarantee of payment.",
    ):
        assert said in draft.text
    assert (draft.kind, draft.status) == ("treatment_plan", "ready")


def test_in_parts(write: Write, phased: Content) -> None:
    phased["facts"] = [{"key": "payment_parts", "value": "6", "who": "desk", "when": "2026-11-20"}]
    text = write(draft_treatment_plan, phased).draft.text
    assert "If you pay in 6 parts, each is $185.83 and the last one is $185.85." in text


@pytest.mark.parametrize("value", ["1", "13", "2.5", "some"])
def test_a_number_of_parts_that_is_none(write: Write, phased: Content, value: str) -> None:
    phased["facts"] = [{"key": "payment_parts", "value": value, "who": "desk", "when": "2026-11-20"}]
    with pytest.raises(BadInput, match="no number of parts"):
        write(draft_treatment_plan, phased)


def test_lines_without_a_day_are_one_visit_at_the_end(write: Write, phased: Content) -> None:
    phased["claim"]["lines"][0].pop("date_of_service")
    text = write(draft_treatment_plan, phased).draft.text
    assert "Visit 3: root canal (tooth 30)." in text


def test_one_plan_year(write: Write, phased: Content) -> None:
    phased["claim"]["lines"] = phased["claim"]["lines"][:2]
    assert "All visits fall in one plan year" in write(draft_treatment_plan, phased).draft.text


@pytest.mark.parametrize("gone", ["lines", "coverages"])
def test_nothing_to_tell(write: Write, phased: Content, gone: str) -> None:
    phased["claim"][gone] = []
    assert write(draft_treatment_plan, phased).draft.status == "not_found"


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.decimals("0.01", "99999.99", places=2), st.integers(2, 12))
def test_the_parts_add_up(total: Decimal, number: int) -> None:
    each, last = parts(total, number)
    assert each * (number - 1) + last == total
    assert Decimal(0) <= last - each < Decimal("0.12")
