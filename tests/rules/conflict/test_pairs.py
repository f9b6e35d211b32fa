"""Whether two lines stand near enough for the conflict table."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assistant.domain.claim import Claim
from assistant.rules.conflict.pairs import conflicting, meets
from assistant.rules.facts import Facts
from assistant.tables.conflicts import Reach

DAY = date(2026, 11, 12)


def facts(*lines: dict[str, Any]) -> Facts:
    numbered = [{"id": str(number), "date_of_service": DAY, **line} for number, line in enumerate(lines, 1)]
    return Facts(Claim.model_validate({"lane": "dental", "lines": numbered}), today=DAY)


@pytest.mark.parametrize(
    ("reach", "one", "other", "expected"),
    [
        ("same_date", {}, {}, True),
        ("same_tooth", {"tooth": "14"}, {"tooth": "14"}, True),
        ("same_tooth", {"tooth": "14"}, {"tooth": "15"}, False),
        ("same_tooth", {"tooth": "14"}, {}, None),
        ("same_surface", {"tooth": "14", "surfaces": "O"}, {"tooth": "14", "surfaces": "MO"}, True),
        ("same_surface", {"tooth": "14", "surfaces": "B"}, {"tooth": "14", "surfaces": "MO"}, False),
        ("same_surface", {"tooth": "14"}, {"tooth": "14", "surfaces": "MO"}, None),
        ("same_surface", {"tooth": "13", "surfaces": "O"}, {"tooth": "14", "surfaces": "MO"}, False),
        ("same_quadrant", {"area": "10"}, {"tooth": "3"}, True),
        ("same_quadrant", {"area": "10"}, {"area": "40"}, False),
        ("same_quadrant", {"area": "10"}, {}, None),
        ("same_arch", {"area": "10"}, {"area": "01"}, True),
        ("same_arch", {"area": "02"}, {"area": "01"}, False),
        ("same_site", {"tooth": "3"}, {"tooth": "5"}, False),
        ("same_site", {"tooth": "3"}, {"area": "10"}, True),
        ("same_site", {"area": "01"}, {"area": "10"}, True),
        ("same_site", {"area": "01"}, {"area": "02"}, False),
        ("same_site", {}, {"area": "02"}, None),
    ],
)
def test_meets(reach: Reach, one: dict[str, str], other: dict[str, str], expected: bool | None) -> None:
    first, second = facts({"code": "D9999", **one}, {"code": "D9999", **other}).services
    assert meets(reach, first, second) is expected
    assert meets(reach, second, first) is expected


def test_other_days_and_repeated_lines_are_no_conflict() -> None:
    apart = facts({"code": "D1110"}, {"code": "D4910", "date_of_service": date(2026, 5, 1)})
    assert list(conflicting(apart, "code")) == []
    repeated = facts(
        {"code": "D2391", "tooth": "14", "surfaces": "O"}, {"code": "D2391", "tooth": "14", "surfaces": "O"}
    )
    assert list(conflicting(repeated, "code")) == []


def test_a_place_that_is_not_stated_is_not_sure() -> None:
    (met,) = conflicting(facts({"code": "D2740"}, {"code": "D2392", "tooth": "14", "surfaces": "MO"}), "code")
    assert not met.sure
    (met,) = conflicting(facts({"code": "D1110"}, {"code": "D4910"}), "code")
    assert met.sure
    assert list(conflicting(facts({"code": "D1110"}, {"code": "D4910"}), "payer")) == []
