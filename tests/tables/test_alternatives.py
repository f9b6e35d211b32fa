from __future__ import annotations

import pytest

from assistant.domain.code_report import LowerAlternative
from assistant.tables.alternatives import alternatives, higher_than, lower_than


@pytest.mark.parametrize("pair", alternatives(), ids=lambda pair: f"{pair.higher} over {pair.lower}")
def test_every_pair_is_labelled_sourced_and_says_where_the_fact_would_stand(pair: LowerAlternative) -> None:
    assert pair.higher != pair.lower
    assert pair.lower_label
    assert pair.fact[0].isupper()
    assert not pair.fact.endswith(".")
    assert pair.record
    assert pair.source
    assert pair.confidence in ("high", "medium", "low")


def test_the_pairs_make_no_circle() -> None:
    below = {pair.higher: [each.lower for each in lower_than(pair.higher)] for pair in alternatives()}

    def depth(code: str, seen: tuple[str, ...]) -> int:
        assert code not in seen
        return 1 + max((depth(each, (*seen, code)) for each in below.get(code, [])), default=0)

    assert max(depth(code, ()) for code in below) >= 4


@pytest.mark.parametrize(
    ("higher", "lower"),
    [
        ("D4341", "D4342"),
        ("D7210", "D7140"),
        ("D7240", "D7230"),
        ("D7230", "D7220"),
        ("D2950", "D2949"),
        ("D0150", "D0120"),
        ("D0180", "D0120"),
        ("D4910", "D1110"),
        ("D2393", "D2392"),
        ("99214", "99213"),
        ("E0486", "K1027"),
    ],
)
def test_pairs_that_offices_ask_about(higher: str, lower: str) -> None:
    assert lower in [pair.lower for pair in lower_than(higher)]
    assert higher in [pair.higher for pair in higher_than(lower)]
