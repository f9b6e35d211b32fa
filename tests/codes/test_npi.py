from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.codes import npi
from assistant.domain.errors import InvalidChecksum, InvalidFormat

STEMS = st.from_regex(r"[12][0-9]{8}", fullmatch=True)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(STEMS)
def test_exactly_one_check_digit_fits(stem: str) -> None:
    fitting = [digit for digit in "0123456789" if npi.is_valid(stem + digit)]
    assert fitting == [npi.calc_check_digit(stem)]


@settings(max_examples=200, derandomize=True, deadline=None)
@given(STEMS, st.integers(1, 9), st.integers(1, 9))
def test_one_wrong_digit_is_always_caught(stem: str, place: int, shift: int) -> None:
    number = stem + npi.calc_check_digit(stem)
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    with pytest.raises(InvalidChecksum):
        npi.validate(wrong)


def test_the_message_does_not_repeat_the_number() -> None:
    with pytest.raises(InvalidChecksum) as caught:
        npi.validate("1234567890")
    assert "1234567890" not in caught.value.message + caught.value.fix


@pytest.mark.parametrize("stem", ["12345678", "1234567890", "12345678X"])
def test_a_check_digit_needs_nine_digits(stem: str) -> None:
    with pytest.raises(InvalidFormat):
        npi.calc_check_digit(stem)
