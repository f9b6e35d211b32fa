from datetime import date
from itertools import permutations

import pytest

from assistant.benefits.order import order_of_benefits
from assistant.domain.order import FamilyFacts, PlanFacts

MEDICARE = PlanFacts(name="Medicare", source="medicare")


@pytest.mark.parametrize(
    ("size", "disability", "source", "first"),
    [
        (25, False, "active", "Work"),
        (19, False, "active", "Medicare"),
        (25, True, "active", "Medicare"),
        (100, True, "active", "Work"),
        (100, None, "active", "Work"),
        (None, None, "retired", "Medicare"),
        (None, None, "continuation", "Medicare"),
    ],
)
def test_medicare_and_an_employer(size: int | None, disability: bool | None, source: str, first: str) -> None:
    work = PlanFacts(name="Work", source=source, employer_size=size)
    found = order_of_benefits([MEDICARE, work], FamilyFacts(medicare_by_disability=disability))
    assert found.order[0] == first


@pytest.mark.parametrize(
    ("plans", "family", "asks"),
    [
        ([MEDICARE, PlanFacts(name="Work")], FamilyFacts(), "how many people work"),
        ([MEDICARE, PlanFacts(name="Work", employer_size=50)], FamilyFacts(), "age or with disability"),
        (
            [PlanFacts(name="A", holder="first_parent"), PlanFacts(name="B", holder="second_parent")],
            FamilyFacts(),
            "live together",
        ),
        (
            [PlanFacts(name="A", holder="first_parent"), PlanFacts(name="B", holder="second_parent")],
            FamilyFacts(parents_together=True),
            "birthdays",
        ),
        (
            [PlanFacts(name="A", holder="first_parent"), PlanFacts(name="B", holder="second_parent")],
            FamilyFacts(parents_together=False),
            "with which parent",
        ),
        ([PlanFacts(name="A"), PlanFacts(name="B")], FamilyFacts(), "since when"),
    ],
)
def test_a_missing_fact_is_asked_for(plans: list[PlanFacts], family: FamilyFacts, asks: str) -> None:
    found = order_of_benefits(plans, family)
    assert found.order == ()
    assert asks in " ".join(found.ask)


def test_order_does_not_depend_on_how_plans_are_listed() -> None:
    plans = [
        PlanFacts(name="own", lane="dental", effective=date(2020, 1, 1)),
        PlanFacts(name="spouse", lane="dental", holder="spouse"),
        PlanFacts(name="state", lane="dental", source="medicaid"),
        PlanFacts(name="health", lane="medical"),
    ]
    orders = {order_of_benefits(list(turn)).order for turn in permutations(plans)}
    assert orders == {("health", "own", "spouse", "state")}


def test_four_plans_of_a_divided_family() -> None:
    plans = [
        PlanFacts(name=name, holder=holder)
        for name, holder in (
            ("father", "second_parent"),
            ("stepmother", "step_second"),
            ("mother", "first_parent"),
            ("stepfather", "step_first"),
        )
    ]
    found = order_of_benefits(plans, FamilyFacts(parents_together=False, custody="first_parent"))
    assert found.order == ("mother", "stepfather", "father", "stepmother")
    assert found.rules == ("OB08",)
