"""What single modules tell beyond the shared verbs."""

from __future__ import annotations

import pytest

from assistant.codes import carc, cdt, clean, cpt, modifier, taxonomy
from assistant.codes.carc import GroupedReason
from assistant.domain.errors import InvalidFormat


@pytest.mark.parametrize(
    ("code", "category"),
    [
        ("D0120", "diagnostic"),
        ("D1110", "preventive"),
        ("D2740", "restorative"),
        ("D3310", "endodontics"),
        ("D4341", "periodontics"),
        ("D5110", "removable prosthodontics"),
        ("D5951", "maxillofacial prosthetics"),
        ("D6010", "implant services"),
        ("D6104", "implant services"),
        ("D6240", "fixed prosthodontics"),
        ("D7140", "oral surgery"),
        ("D8080", "orthodontics"),
        ("D9230", "adjunctive"),
    ],
)
def test_the_digits_tell_the_category_of_a_dental_code(code: str, category: str) -> None:
    assert cdt.category(code) == category


def test_dental_codes_from_digits_and_by_report() -> None:
    assert cdt.from_digits(" 4341 ") == cdt.from_digits("d4341") == "D4341"
    assert cdt.is_by_report("D7999")
    assert not cdt.is_by_report("D7990")
    with pytest.raises(InvalidFormat):
        cdt.from_digits("434")


@pytest.mark.parametrize(
    ("code", "category"), [("99213", "I"), ("0001F", "II"), ("0213T", "III"), ("0001U", "I"), ("0001A", "I")]
)
def test_categories_of_medical_codes(code: str, category: str) -> None:
    assert cpt.category(code) == category


@pytest.mark.parametrize(
    ("text", "group", "reason"),
    [
        ("CO-50", "CO", "50"),
        ("co 050", "CO", "50"),
        ("PR3", "PR", "3"),
        ("OA-A1", "OA", "A1"),
        ("97", None, "97"),
        ("B7", None, "B7"),
    ],
)
def test_a_group_code_is_taken_apart(text: str, group: str | None, reason: str) -> None:
    assert carc.with_group(text) == GroupedReason(group, reason)


@pytest.mark.parametrize("text", ["CO", "CO-", "XX-50", "CO-N115"])
def test_half_a_reason_is_refused(text: str) -> None:
    with pytest.raises(InvalidFormat):
        carc.with_group(text)


@pytest.mark.parametrize(
    ("text", "code", "modifiers"),
    [
        ("E0486-NU-KX", "E0486", ("NU", "KX")),
        ("99213 25", "99213", ("25",)),
        ("d7140", "D7140", ()),
        ("20605: rt", "20605", ("RT",)),
        ("99213-25,59", "99213", ("25", "59")),
    ],
)
def test_modifiers_behind_a_code(text: str, code: str, modifiers: tuple[str, ...]) -> None:
    assert modifier.split(text) == (code, modifiers)


def test_dentists_are_told_by_their_taxonomy() -> None:
    assert taxonomy.is_dentist("1223S0112X")
    assert not taxonomy.is_dentist("124Q00000X")


def test_lookalike_characters_are_made_plain() -> None:
    assert clean.bare("d\u00a02740") == "D2740"
    assert clean.plain(" upper\u2011left\t quad ") == "UPPER-LEFT QUAD"
    assert clean.bare("\uff11\uff12\uff41", drop="") == "12A"
    assert clean.bare("\u00df") == "\u00df"
