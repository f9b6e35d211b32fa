"""Every case says where it is from, how hard it is and what it is about; a frozen case is what it was."""

from __future__ import annotations

import pytest

from evals import frozen
from evals.case import Case
from evals.suites import NAMES, suite_named

#: A suite of fewer cases than this may have one side.
FEW = 20


@pytest.mark.parametrize("name", NAMES)
def test_every_case_has_its_particulars(name: str) -> None:
    cases = suite_named(name).cases()
    bare = [case.id for case in cases if not case.provenance.strip() or not case.tags or not all(case.tags)]
    assert bare == []
    assert all(case.slice.strip() and case.id.strip() for case in cases)


@pytest.mark.parametrize("name", NAMES)
def test_every_suite_has_a_test_side(name: str) -> None:
    sides = [case.split for case in suite_named(name).cases()]
    assert len(sides) < FEW or {"dev", "test"} == set(sides)


def test_there_are_cases_of_every_difficulty() -> None:
    assert {case.difficulty for name in NAMES for case in suite_named(name).cases()} == {"easy", "usual", "hard"}


@pytest.mark.parametrize("name", frozen.SUITES)
def test_no_frozen_case_has_changed(name: str) -> None:
    assert list(frozen.changed(suite_named(name).cases(), name)) == [], "write the reason into frozen.yaml"


def test_a_changed_frozen_case_is_named_and_a_retagged_one_is_not() -> None:
    cases = list(suite_named("lanes").cases())
    place = next(n for n, case in enumerate(cases) if case.split == "test")
    before: Case = cases[place]
    cases[place] = before.model_copy(update={"tags": ("other",), "difficulty": "hard"})
    assert list(frozen.changed(cases, "lanes")) == []
    cases[place] = before.model_copy(update={"expect": {**before.expect, "verdict": "do_not_bill, or else"}})
    assert [before.id in line and "changed" in line for line in frozen.changed(cases, "lanes")] == [True]
    del cases[place]
    assert list(frozen.changed(cases, "lanes")) == [f"lanes/{before.id} is gone"]
