from __future__ import annotations

import pytest

from assistant.codes import icd10cm
from assistant.domain.errors import InvalidComponent


@pytest.mark.parametrize(
    ("code", "character", "made"),
    [
        ("S02.5", "A", "S02.5XXA"),
        ("s025", "a", "S02.5XXA"),
        ("S03.02", "D", "S03.02XD"),
        ("S02.601", "S", "S02.601S"),
        ("T07", "A", "T07.XXXA"),
        ("O36.011", "0", "O36.0110"),
    ],
)
def test_the_seventh_character_is_padded_to_its_place(code: str, character: str, made: str) -> None:
    assert icd10cm.with_seventh(code, character) == made
    assert icd10cm.seventh(made) == character.upper()


@pytest.mark.parametrize("character", ["", "AB", "-", " ", "é"])
def test_a_seventh_character_is_one_letter_or_digit(character: str) -> None:
    with pytest.raises(InvalidComponent, match="not one letter or digit"):
        icd10cm.with_seventh("S02.5", character)


def test_a_finished_code_takes_no_other() -> None:
    with pytest.raises(InvalidComponent, match="already"):
        icd10cm.with_seventh("S02.5XXA", "D")


def test_parts_and_forms() -> None:
    assert icd10cm.seventh("S02.5") is None
    assert icd10cm.category("m26631") == "M26"
    assert icd10cm.format("M26.631", dot=False) == "M26631"
