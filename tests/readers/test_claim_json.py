from __future__ import annotations

import json
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.claim import Claim
from assistant.domain.errors import BadInput
from assistant.readers.claim_json import read_claims

GOOD = '{"lane": "dental", "lines": [{"id": "1", "code": "D2740", "tooth": "14", "fee": "240.00"}]}'


def test_reads_one_claim() -> None:
    claim = read_claims(GOOD.encode()).only()
    assert claim.lines[0].fee == Decimal("240.00")
    assert claim.lines[0].tooth == "14"


def test_money_as_a_number_keeps_its_cents() -> None:
    assert read_claims(GOOD.replace('"240.00"', "240.10").encode()).only().lines[0].fee == Decimal("240.10")


def test_byte_order_mark_is_no_obstacle() -> None:
    assert read_claims(b"\xef\xbb\xbf" + GOOD.encode()).only().lane == "dental"


def test_list_and_json_lines_give_every_claim() -> None:
    listed = read_claims(f"[{GOOD},{GOOD}]".encode())
    lined = read_claims(f"{GOOD}\n\n{GOOD}\n".encode())
    assert listed.many
    assert lined.many
    assert listed.claims == lined.claims
    assert len(listed.claims) == 2


def test_one_bad_claim_does_not_hide_the_others() -> None:
    listed = read_claims(f'[{GOOD}, {{"lane": "nowhere"}}, {GOOD}]'.encode())
    assert [type(each) for each in listed.claims] == [Claim, BadInput, Claim]
    lined = read_claims(f"{GOOD}\n{{broken\n{GOOD}".encode())
    assert [type(each) for each in lined.claims] == [Claim, BadInput, Claim]
    second = lined.claims[1]
    assert isinstance(second, BadInput)
    assert second.where.startswith("line 2")


_UNITS = '{"lane": "dental", "lines": [{"id": "1", "code": "D0120", "units": '
CASES = {
    '{"lane": "dental", "nonsense": 1': ("line 1", "schema claim"),
    '{"lane": "dental", "lines": [{"id": "1", "code": "D0120", "tooht": "14"}]}': ("lines[0].tooht", '"tooth"'),
    '{"lane": "dental", "lines": [{"id": "1", "code": "D0120", "date_of_service": "2026-02-30"}]}': (
        "lines[0].date_of_service",
        "YYYY-MM-DD",
    ),
    '{"lane": "dental", "lines": [{"id": "1", "code": "D0120", "tooth": 14}]}': ("lines[0].tooth", "quotes"),
    '{"lane": "dental", "lines": [{"id": "1", "code": "D0120", "fee": NaN}]}': ("lines[0].fee", "NaN"),
    '{"lane": "dental", "lines": [{"id": "1", "code": "D0120", "fee": Infinity}]}': ("lines[0].fee", "Infinity"),
    '{"lane": "dental", "lines": [{"id": "1", "code": "D0120", "fee": 1e999}]}': ("lines[0].fee", "too large"),
    '{"lane": "dental", "lines": [{"id": "1", "code": "D0120", "units": 1.5}]}': ("lines[0].units", "whole number"),
    '{"lane": "dental", "lines": [{"id": "1", "id": "2", "code": "D0120"}]}': ("lines[0].id", "keep one"),
    '{"lane": "dental", "narrative": "\\ud800"}': ("narrative", "UTF-8"),
    '{"lane": "sideways"}': ("lane", "dental"),
    "{}": ("lane", "add"),
    "17": ("(whole claim)", "a number"),
    "null": ("(whole claim)", "null"),
    "[]": ("claim.json", "at least one"),
    "": ("claim.json", "no text"),
    "[" * 100_000: ("", "nested"),
    '{"a":' * 5_000: ("", "nested"),
    '{"lane": "dental", "lines": [{"id": "1", "code": "D0120", "units": ' + "9" * 5_000 + "}]}": (
        "lines[0].units",
        "too long",
    ),
    '{"lane": "dental", "diagnoses": [' + ",".join(['"K02.9"'] * 1_001) + "]}": ("diagnoses", "more than"),
}


@pytest.mark.parametrize("text", CASES, ids=range(len(CASES)))
def test_bad_input_says_where_and_how_to_mend_it(text: str) -> None:
    where, words = CASES[text]
    with pytest.raises(BadInput) as caught:
        read_claims(text.encode()).only()
    assert caught.value.where.startswith(where)
    assert words in str(caught.value)
    assert caught.value.fix or where == "claim.json"
    assert len(str(caught.value)) < 2_000


def test_every_shape_problem_has_its_line() -> None:
    with pytest.raises(BadInput) as caught:
        read_claims(b'{"lane": "dental", "paier": "X", "lines": [{"id": "1", "kode": "D0120"}]}').only()
    lines = str(caught.value).splitlines()
    assert len(lines) == 3
    assert "paier" in str(caught.value)
    assert "lines[0].kode" in str(caught.value)


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_give_claims_or_bad_input(data: bytes) -> None:
    with suppress(BadInput):
        assert read_claims(data).claims


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["lane", "lines", "id", "x"]), inner),
    max_leaves=8,
)


@settings(max_examples=150, derandomize=True, deadline=None)
@given(JSON)
def test_any_json_gives_claims_or_bad_input(value: object) -> None:
    with suppress(BadInput):
        assert read_claims(json.dumps(value).encode()).claims
