"""Limits as documents word them: count, window, unit, per; nothing where the words settle nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.domain.policy import Passage
from assistant.policies.limits import limits_in

Make = Callable[..., Passage]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("D5110 is covered once per arch in 84 months.", [(1, 84, "month", "arch")]),
        (
            "Adults may receive one full denture per arch every 7 years (D5110, D5120).",
            [(1, 7, "year", "arch")],
        ),
        ("One crown (D2740) every 5 years.", []),
        ("D2740: one crown per tooth in 5 years.", [(1, 5, "year", "tooth")]),
        ("D5110 every 7 years.", []),
        ("D4910 is paid 4 times per year.", [(4, 1, "year", "patient")]),
        ("D6010 | 1 per tooth lifetime", [(1, 1, "lifetime", "tooth")]),
        ("D2740 is paid within a 7 year period.", []),
    ],
)
def test_every_wording(passage: Make, words: str, expected: list[tuple[int, int, str, str]]) -> None:
    found = limits_in([passage(words)])
    assert [(limit.count, limit.window, limit.window_unit, limit.per) for limit in found] == expected


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ("Codes | Our short label | Who needs authorization", []),
        ("Codes | Our short label | Notes", [("age_minimum", 2)]),
        ("Codes | Service and limits | Authorization", [("age_minimum", 2)]),
    ],
)
def test_a_list_of_authorizations_limits_no_age(passage: Make, columns: str, expected: list[tuple[str, int]]) -> None:
    text = f"| {columns} |\n| --- | --- | --- |\n| 41010, 41115 | Tongue frenum surgery, age 2 and older | All |"
    assert [(limit.kind, limit.count) for limit in limits_in([passage(text)])] == expected
