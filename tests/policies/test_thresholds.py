"""Numbers that policies compare with, and whether a value satisfies them."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.domain.policy import Threshold
from assistant.policies.thresholds import canonical_unit, holds, thresholds

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "thresholds.yaml").read_text(encoding="utf-8"))
WORDS = (
    "AHI|of|15|or|more|5|to|14|events|per|hour|at|least|two|teeth|within|12|months|no|than|30|%|mm|<|>|≥|<=|half|age"
    "|under|one|third|0|9999|1.25|-|–|/|.|,|(|)|and|not|between|following|days|+|°|F"
)
POLICY_WORDS = st.lists(st.sampled_from(WORDS.split("|")), max_size=25).map(" ".join)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["words"] or "nothing")
def test_what_is_compared(case: dict[str, Any]) -> None:
    found = [
        [t.comparison, str(t.value), str(t.upper) if t.upper is not None else None, t.unit]
        for t in thresholds(case["words"])
    ]
    assert found == case["found"]


@pytest.mark.parametrize(
    ("words", "inside", "outside"),
    [
        ("15 or more events per hour", ["15", "15.0", "40"], ["14.9", "0"]),
        ("more than 30 events per hour", ["30.1"], ["30", "29"]),
        ("5 to 14 events per hour", ["5", "14", "9.8"], ["4.9", "14.1"]),
        ("at most 12 months", ["12", "0"], ["13"]),
        ("less than 50 percent", ["49.9"], ["50"]),
    ],
)
def test_both_ends_of_a_range_belong_to_it(words: str, inside: list[str], outside: list[str]) -> None:
    (limit,) = thresholds(words)
    assert [holds(limit, Decimal(value)) for value in inside] == [True] * len(inside)
    assert [holds(limit, Decimal(value)) for value in outside] == [False] * len(outside)


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("events per hour", "events per hour"),
        ("event/hr", "events per hour"),
        ("respiratory events an hour", "events per hour"),
        ("recorded events", "events"),
        ("%", "percent"),
        ("calendar day", "days"),
        ("natural teeth", "teeth"),
        ("", ""),
    ],
)
def test_one_spelling_for_each_unit(written: str, unit: str) -> None:
    assert canonical_unit(written) == unit


@given(st.one_of(st.text(max_size=200), POLICY_WORDS))
@example("1" * 5000)
@example("٣ or more events")  # digits of another script are no number here
@example("5 to 5 to 5 to 14 mm")
def test_any_text_gives_limits_that_stand_in_it(text: str) -> None:
    for limit in thresholds(text):
        assert limit.value >= 0
        assert limit.upper is None or limit.upper >= 0
        written = str(limit.value) in text or limit.value == limit.value.to_integral_value() or limit.unit == "percent"
        assert written
        assert limit.measure in text
        assert limit.comparison != "between" or limit.upper is not None


@given(POLICY_WORDS, st.decimals(0, 9999, allow_nan=False, places=1))
def test_a_value_satisfies_a_limit_or_does_not(text: str, value: Decimal) -> None:
    for limit in thresholds(text):
        assert holds(limit, value) in (True, False)


@given(st.integers(0, 9999), st.integers(0, 9999))
def test_the_comparisons_are_each_others_opposite(value: int, limit: int) -> None:
    def says(comparison: str) -> bool:
        return holds(
            Threshold.model_validate({"measure": "", "comparison": comparison, "value": limit}), Decimal(value)
        )

    assert says("at_least") != says("less_than")
    assert says("at_most") != says("more_than")


def test_units_of_the_shipped_policies_are_plain(shipped_texts: tuple[str, ...]) -> None:
    lines = dict.fromkeys(line for text in shipped_texts for line in text.splitlines())
    units = {limit.unit for line in lines for limit in thresholds(line)}
    assert units
    assert {unit for unit in units if re.search(r"[^A-Za-z ]", unit)} == set()
