"""The small tables: every row is read, keyed by a canonical code, and carries its source."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.codes import icd10cm, modifier, place_of_service
from assistant.codes.carc import GROUPS
from assistant.codes.system import recognise_procedure
from assistant.tables import denials, icd10_dental, medical_notes, modifiers, places

TABLES: dict[str, tuple[dict[str, Any], Any]] = {
    "modifiers": (modifiers.modifiers(), modifier.validate),
    "places": (places.places(), place_of_service.validate),
    "medical notes": (medical_notes.medical_notes(), lambda code: str(recognise_procedure(code))),
    "dental diagnoses": (icd10_dental.dental_diagnoses(), icd10cm.validate),
    "groups": (denials.groups(), lambda code: code if code in GROUPS else ""),
}


@pytest.mark.parametrize(("table", "validate"), TABLES.values(), ids=TABLES)
def test_rows_are_canonical_and_sourced(table: dict[str, Any], validate: Any) -> None:
    assert table
    for code, row in table.items():
        assert validate(code) == code == row.code
        assert row.source


def test_contradictory_modifiers() -> None:
    assert modifiers.contradictions(("RT", "50")) == (("RT", "50"),)
    assert modifiers.contradictions(("26", "KX", "TC", "GZ")) == (("26", "TC"), ("KX", "GZ"))
    assert modifiers.contradictions(("NU", "KX")) == ()
    assert modifiers.contradictions(("ZZ", "KX")) == ()


def test_every_exclusion_names_a_modifier_of_the_table() -> None:
    known = modifiers.modifiers()
    for row in known.values():
        assert set(row.excludes) | set(row.goes_with) <= set(known)
        assert row.code not in row.excludes


def test_a_code_outside_a_table_is_absent_and_no_more() -> None:
    assert modifiers.modifier("ZZ") is None
    assert places.place("98") is None
    assert denials.group("XX") is None
    assert denials.carc("299") is None
    assert denials.rarc("N999") is None
    assert medical_notes.medical_note("00001") is None
    assert icd10_dental.dental_diagnosis("J45.909") is None


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        ("N37", "tooth"),
        ("N75", "surface"),
        ("N362", "units"),
        ("N382", "patient identifier"),
        ("N425", "statute"),
        ("N386", "ncd"),
        ("N115", "lcd"),
    ],
)
def test_remark_codes_that_public_pages_confuse(code: str, meaning: str) -> None:
    row = denials.rarc(code)
    assert row is not None
    assert meaning in row.meaning.lower()


def test_who_bears_an_amount() -> None:
    assert {code: row.bill_patient for code, row in denials.groups().items()} == {
        "CO": "no",
        "PR": "yes",
        "OA": "depends",
        "PI": "no",
        "CR": "unknown",
    }
    reason = denials.carc("50")
    assert reason is not None
    assert reason.category == "medical_necessity"


def test_facilities() -> None:
    assert {code for code, row in places.places().items() if row.facility} >= {"21", "22", "24"}
    office = places.place("11")
    assert office is not None
    assert not office.facility
