"""Fields are read once, with the reason where they cannot be."""

from __future__ import annotations

import pytest

from assistant.domain.errors import InvalidComponent, InvalidFormat
from assistant.rules.reading import (
    CodeKind,
    kind_of_code,
    misplaced_seventh,
    read_area,
    read_code,
    read_modifier,
    read_npi,
    read_place,
    read_surfaces,
    read_teeth,
)
from assistant.tables.icd10cm import Icd10cm

ICD = Icd10cm.seed()


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("D2740", "cdt"),
        ("d 2740", "cdt"),
        ("99213", "cpt"),
        ("0213T", "cpt"),
        ("E0486", "hcpcs"),
        ("e0486", "hcpcs"),
        ("X1234", None),
        ("2740", None),
        ("", None),
    ],
)
def test_kind_of_code(code: str, kind: CodeKind | None) -> None:
    assert kind_of_code(code) == kind


def test_codes_are_made_canonical_or_left_alone() -> None:
    assert read_code("d-2740") == "D2740"
    assert read_code(" e0486 ") == "E0486"
    assert read_code("what?") == "what?"


def test_readings_hold_the_value_or_the_reason() -> None:
    assert [tooth.universal for tooth in read_teeth("14, 15", "universal").value or ()] == ["14", "15"]
    assert isinstance(read_teeth("33", "universal").error, InvalidComponent)
    assert read_surfaces("DOM").value == "MOD"
    assert isinstance(read_surfaces("MM").error, InvalidComponent)
    assert read_area("UR").value == "10"
    assert isinstance(read_area("99").error, InvalidFormat)
    assert read_modifier("kx").value == "KX"
    assert read_modifier("kxx").value is None
    assert read_place("2").value == "02"
    assert isinstance(read_place("00").error, InvalidComponent)
    assert read_npi("1234567893").error is None
    assert read_npi("1234567890").value is None


@pytest.mark.parametrize(
    ("code", "stem"),
    [
        ("S02.5XA", "S02.5"),
        ("S02.5XXZ", "S02.5"),
        ("S02.5A", "S02.5"),
        ("S03.01XB", "S03.01"),
        ("S02.5XXA", None),
        ("S02.5", None),
        ("K02.64", None),
        ("K08.1", None),
    ],
)
def test_misplaced_seventh(code: str, stem: str | None) -> None:
    assert misplaced_seventh(ICD, code) == stem
