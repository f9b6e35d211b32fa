from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.retrieval.expansion import expansions
from assistant.retrieval.tokens import MAX_RANGE, codes, tokens


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("D4341", "d4341"),
        ("d4341", "d4341"),
        ("D-4341", "d4341"),
        ("D 4341", "d4341"),
        ("(D4341)", "d4341"),
        ("D4341,", "d4341"),
        ("E0486", "e0486"),
        ("e0486-NU", "e0486"),
        ("K1027", "k1027"),
        ("K08.121", "k08121"),
        ("k08121", "k08121"),
        ("K08.121.", "k08121"),
        ("S02.5XXA", "s025xxa"),
        ("S025XXA", "s025xxa"),
        ("G47.33", "g4733"),
        ("21299", "21299"),
        ("0466T", "0466t"),
    ],
)
def test_a_code_is_one_token_in_every_spelling(text: str, code: str) -> None:
    assert code in tokens(text)
    assert codes(text) == (code,)


@pytest.mark.parametrize("text", ["2026-01-01", "$1,500", "60 months", "AHI 22", "tooth 19", "555-0100", "D43", "A1"])
def test_what_is_no_code_is_none(text: str) -> None:
    assert codes(text) == ()


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("D2140 to D2161", "d2150", "d2162"),
        ("D2391-D2394", "d2393", "d2395"),
        ("D6100-6103", "d6102", "d6104"),
        ("21440 through 21445", "21442", "21446"),
    ],
)
def test_codes_inside_a_stated_range_count(text: str, inside: str, outside: str) -> None:
    assert inside in tokens(text)
    assert outside not in tokens(text)


def test_a_range_too_wide_or_backwards_is_only_its_ends() -> None:
    wide = f"D0100-D{100 + MAX_RANGE + 1:04d}"
    assert len(tokens(wide)) == 2
    assert tokens("D2161-D2140") == ["d2161", "d2140"]
    assert "d4342" not in tokens("D4341, K08.121-K08.129")


def test_words_are_stemmed_and_numbers_kept() -> None:
    assert tokens("Crowns are replaced once in 84 months; 50% of $1,500") == [
        *("crown", "replac", "onc", "84", "month", "50", "1500"),
    ]
    assert tokens("the patient's plan") == tokens("patient plan")


def test_words_that_decide_coverage_are_never_dropped() -> None:
    assert tokens("not covered without a report, no limit, only under 14") == [
        *("not", "cover", "without", "report", "no", "limit", "onli", "under", "14"),
    ]


def test_shorthand_is_matched_as_whole_words() -> None:
    assert "srp" in expansions("SRP?")
    assert expansions("parts pandas") == {}
    assert expansions("x-ray") == {"x-ray": "radiograph image"}


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_tokenised(text: str) -> None:
    assert all(token and token == token.casefold() for token in tokens(text))
