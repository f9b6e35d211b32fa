from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.codes import tooth
from assistant.domain.errors import InvalidComponent, InvalidFormat

ALL = tooth.teeth()
ORDINARY = [each for each in ALL if not each.is_supernumerary]


def test_the_table_holds_every_tooth_once() -> None:
    assert [each.universal for each in ALL] == [
        *map(str, range(1, 33)),
        *"ABCDEFGHIJKLMNOPQRST",
        *map(str, range(51, 83)),
        *(f"{letter}S" for letter in "ABCDEFGHIJKLMNOPQRST"),
    ]
    assert len({each.iso for each in ORDINARY}) == len({each.palmer for each in ORDINARY}) == 52
    assert len({each.name for each in ALL}) == 104


@pytest.mark.parametrize("each", ORDINARY, ids=str)
def test_conversions_return_to_the_same_tooth(each: tooth.Tooth) -> None:
    for notation in ("iso", "palmer"):
        written = tooth.convert(each.universal, "universal", notation)
        assert tooth.convert(written, notation, "universal") == each.universal
        assert tooth.find(written, notation) == each


@pytest.mark.parametrize("each", ORDINARY, ids=str)
def test_iso_numbers_follow_the_rule_of_the_standard(each: tooth.Tooth) -> None:
    assert each.iso is not None
    assert each.palmer is not None
    quadrant = {"10": 1, "20": 2, "30": 3, "40": 4}[each.quadrant] + (4 if each.is_primary else 0)
    assert int(each.iso[0]) == quadrant
    place = each.palmer[2]
    assert each.iso[1] == (str("ABCDE".index(place) + 1) if each.is_primary else place)
    assert each.palmer[:2] == {"10": "UR", "20": "UL", "30": "LL", "40": "LR"}[each.quadrant]


@pytest.mark.parametrize(
    ("universal", "iso", "palmer"),
    [
        ("1", "18", "UR8"),
        ("8", "11", "UR1"),
        ("9", "21", "UL1"),
        ("16", "28", "UL8"),
        ("17", "38", "LL8"),
        ("24", "31", "LL1"),
        ("25", "41", "LR1"),
        ("32", "48", "LR8"),
        ("A", "55", "URE"),
        ("E", "51", "URA"),
        ("F", "61", "ULA"),
        ("J", "65", "ULE"),
        ("K", "75", "LLE"),
        ("O", "71", "LLA"),
        ("P", "81", "LRA"),
        ("T", "85", "LRE"),
    ],
)
def test_ends_of_each_quadrant(universal: str, iso: str, palmer: str) -> None:
    assert tooth.convert(universal, "universal", "iso") == iso
    assert tooth.convert(universal, "universal", "palmer") == palmer


@pytest.mark.parametrize(
    ("question", "teeth"),
    [
        ("is_anterior", "6-11,22-27,C-H,M-R"),
        ("is_premolar", "4,5,12,13,20,21,28,29"),
        ("is_molar", "1-3,14-19,30-32,A,B,I,J,K,L,S,T"),
        ("is_third_molar", "1,16,17,32"),
        ("is_primary", "A-T"),
        ("is_permanent", "1-32"),
        ("is_supernumerary", "51-82,AS-TS"),
    ],
)
def test_kinds_of_teeth(question: str, teeth: str) -> None:
    expected = set(tooth.parse_list(teeth, "universal"))
    ask = getattr(tooth, question)
    asked = ALL if question == "is_supernumerary" else ORDINARY
    assert {each.universal for each in asked if ask(each.universal, "universal")} == expected


@pytest.mark.parametrize(
    ("quadrant", "teeth"),
    [("10", "1-8,A-E"), ("20", "9-16,F-J"), ("30", "17-24,K-O"), ("40", "25-32,P-T")],
)
def test_quadrants_and_arches(quadrant: str, teeth: str) -> None:
    for each in tooth.parse_list(teeth, "universal"):
        assert tooth.quadrant(each, "universal") == quadrant
        assert tooth.arch(each, "universal") == ("upper" if quadrant in ("10", "20") else "lower")


@pytest.mark.parametrize("each", [each for each in ALL if each.is_supernumerary], ids=str)
def test_an_extra_tooth_stands_where_its_neighbour_does(each: tooth.Tooth) -> None:
    neighbour = tooth.find(each.base, "universal")
    number = each.universal
    assert number == (f"{each.base}S" if each.is_primary else str(int(each.base) + 50))
    assert (each.quadrant, each.arch, each.group) == (neighbour.quadrant, neighbour.arch, neighbour.group)
    assert each.is_primary == neighbour.is_primary
    assert tooth.base(number, "universal") == each.base
    assert not neighbour.is_supernumerary
    for notation in ("iso", "palmer"):
        with pytest.raises(InvalidComponent, match="has no"):
            tooth.convert(number, "universal", notation)


def test_the_same_digits_are_two_teeth_in_two_systems() -> None:
    assert tooth.name("11", "universal") == "maxillary left canine"
    assert tooth.name("11", "iso") == "maxillary right central incisor"
    assert tooth.is_supernumerary("51", "universal")
    assert tooth.is_primary("51", "iso")
    assert not tooth.is_supernumerary("51", "iso")


@pytest.mark.parametrize(
    ("text", "system", "teeth"),
    [
        ("14,15", "universal", "14 15"),
        ("1-3", "universal", "1 2 3"),
        ("1 – 3", "universal", "1 2 3"),
        ("#14 and #15", "universal", "14 15"),
        ("teeth 3, 5-7; A", "universal", "3 5 6 7 A"),
        ("14 15 16", "universal", "14 15 16"),
        ("a-c", "universal", "A B C"),
        ("AS-CS", "universal", "AS BS CS"),
        ("30-32", "universal", "30 31 32"),
        ("14-18", "iso", "14 15 16 17 18"),
        ("18-14", "iso", "18 17 16 15 14"),
        ("12-22", "iso", "12 11 21 22"),
        ("UR2-UL2", "palmer", "UR2 UR1 UL1 UL2"),
        ("3", "universal", "3"),
    ],
)
def test_lists_and_ranges(text: str, system: tooth.Notation, teeth: str) -> None:
    assert tooth.parse_list(text, system) == tuple(teeth.split())


@pytest.mark.parametrize(
    ("text", "system"),
    [
        ("3-1", "universal"),
        ("30-A", "universal"),
        ("3-53", "universal"),
        ("11-41", "iso"),
        ("22-12", "iso"),
        ("53-12", "iso"),
        ("14,,33", "universal"),
        ("14-", "universal"),
        ("-14", "universal"),
        ("1-2-3", "universal"),
        ("", "universal"),
        (" , ", "universal"),
        ("all", "universal"),
    ],
)
def test_doubtful_lists_are_refused(text: str, system: tooth.Notation) -> None:
    with pytest.raises((InvalidFormat, InvalidComponent)):
        tooth.parse_list(text, system)


def test_a_tooth_listed_twice_is_named() -> None:
    with pytest.raises(InvalidComponent, match="tooth 15 is listed twice"):
        tooth.parse_list("14-16,15", "universal")


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.lists(st.sampled_from([each.universal for each in ALL]), min_size=1, max_size=12, unique=True))
def test_a_written_list_is_read_back(teeth: list[str]) -> None:
    assert tooth.parse_list(", ".join(teeth), "universal") == tuple(teeth)


def test_shown_forms() -> None:
    assert tooth.format("14", "universal") == "#14"
    assert tooth.format("26", "iso") == "26"
    assert tooth.name("A", "universal") == "maxillary right primary second molar"
    assert tooth.find("58", "universal").written("iso") is None
