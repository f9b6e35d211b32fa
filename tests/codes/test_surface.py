from __future__ import annotations

from itertools import combinations, permutations

import pytest

from assistant.codes import surface, tooth
from assistant.codes.surface import FittedSurfaces
from assistant.domain.errors import InvalidComponent

LEGAL = [
    "".join(letters)
    for size in range(1, 6)
    for letters in combinations("MOIDBFL", size)
    if not {"O", "I"} <= set(letters) and not {"B", "F"} <= set(letters)
]


def test_order_carries_no_meaning() -> None:
    for letters in LEGAL:
        canonical = surface.validate(letters)
        assert {surface.validate("".join(other)) for other in permutations(letters)} == {canonical}
        assert sorted(canonical) == sorted(letters)
        assert surface.count(letters) == len(letters)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [("OM", "MO"), ("OD", "DO"), ("DOM", "MOD"), ("LOMBD", "MODBL"), ("FI", "IF"), ("LIFMD", "MIDFL"), ("LD", "DL")],
)
def test_customary_order(written: str, canonical: str) -> None:
    assert surface.validate(written) == canonical


@pytest.mark.parametrize(
    ("written", "on", "value", "swapped"),
    [
        ("MOD", "19", "MOD", ()),
        ("MOF", "19", "MOB", (("F", "B"),)),
        ("MI", "3", "MO", (("I", "O"),)),
        ("IFL", "30", "OBL", (("I", "O"), ("F", "B"))),
        ("MIFL", "8", "MIFL", ()),
        ("MOB", "8", "MIF", (("O", "I"), ("B", "F"))),
        ("DL", "8", "DL", ()),
        ("DL", "19", "DL", ()),
        ("OB", "A", "OB", ()),
        ("OB", "E", "IF", (("O", "I"), ("B", "F"))),
        ("O", "58", "I", (("O", "I"),)),
    ],
)
def test_letters_are_fitted_to_the_tooth(
    written: str, on: str, value: str, swapped: tuple[tuple[str, str], ...]
) -> None:
    fitted = surface.for_tooth(written, on, "universal")
    assert fitted == FittedSurfaces(value, swapped)
    assert fitted.fits == (not swapped)


def test_fitting_holds_for_every_tooth_and_is_stable() -> None:
    for each in tooth.teeth():
        forbidden = "OB" if each.is_anterior else "IF"
        for letters in LEGAL:
            fitted = surface.for_tooth(letters, each.universal, "universal")
            assert not set(fitted.value) & set(forbidden)
            assert len(fitted.value) == len(letters)
            assert fitted.fits == (not set(letters) & set(forbidden))
            assert surface.for_tooth(fitted.value, each.universal, "universal") == FittedSurfaces(fitted.value)


@pytest.mark.parametrize(
    ("text", "says"), [("OI", "same side"), ("MBF", "same side"), ("MOM", "twice"), ("MZ", "called Z")]
)
def test_what_no_tooth_has_is_refused(text: str, says: str) -> None:
    with pytest.raises(InvalidComponent, match=says):
        surface.validate(text)


def test_the_tooth_system_decides_the_letters() -> None:
    assert surface.for_tooth("MI", "11", "iso").fits
    assert not surface.for_tooth("MI", "14", "iso").fits
    assert surface.words("lom") == "mesial, occlusal, lingual"
    assert surface.words("dif") == "distal, incisal, facial"
    assert surface.words("b") == "buccal"
