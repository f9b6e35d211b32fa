from __future__ import annotations

import pytest

from assistant.codes import area, tooth
from assistant.domain.errors import InvalidComponent, InvalidFormat


def test_quadrants_and_teeth_agree_both_ways() -> None:
    for each in tooth.teeth():
        quadrant = area.of_tooth(each.universal, "universal")
        holding = {code for code in area.QUADRANTS if area.contains(code, each.universal, "universal")}
        assert holding == {quadrant}
        assert each.universal in area.teeth(quadrant, each.dentition)
        assert area.contains(area.arch_of_tooth(each.universal, "universal"), each.universal, "universal")
        assert area.contains(area.WHOLE_MOUTH, each.universal, "universal")


def test_arches_divide_the_mouth() -> None:
    upper, lower = area.teeth("01"), area.teeth("02")
    assert sorted(map(int, upper + lower)) == list(range(1, 33))
    assert upper == area.teeth("10") + area.teeth("20")
    assert area.teeth("00", "primary") == tuple("ABCDEFGHIJKLMNOPQRST")
    assert area.arch_of_tooth("16", "universal") == "01"
    assert not area.contains("02", "16", "universal")
    assert area.contains("UR", "16", "iso")


def test_every_word_of_the_table_is_read() -> None:
    for each in area.areas():
        for word in each.words:
            assert area.validate(word) == area.validate(word.title()) == each.code
        assert area.name(each.code) == each.name


def test_kinds_of_areas() -> None:
    assert [each.code for each in area.areas()] == ["00", "01", "02", "10", "20", "30", "40"]
    assert [area.arch(each.code) for each in area.areas()] == [
        "both",
        "upper",
        "lower",
        "upper",
        "upper",
        "lower",
        "lower",
    ]


@pytest.mark.parametrize("code", ["03", "04", "05", "06", "07", "08", "09", "L", "r"])
def test_values_that_claims_do_not_use(code: str) -> None:
    with pytest.raises(InvalidComponent, match="not used on claims"):
        area.validate(code)


@pytest.mark.parametrize("text", ["1", "2", "100", "quadrant"])
def test_a_lone_digit_is_not_guessed(text: str) -> None:
    with pytest.raises(InvalidFormat):
        area.validate(text)
