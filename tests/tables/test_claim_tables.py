"""Frequency, attachments, crosswalk, diagnosis links, medical codes and customs: rows that name what exists."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.codes import icd10cm, modifier, place_of_service, tooth
from assistant.tables import attachments, claim_customs, crosswalk, diagnosis_links, frequency
from assistant.tables.denials import carc, rarc
from assistant.tables.medical_procedures import MedicalProcedure, medical_procedure, medical_procedures
from assistant.tables.procedures import groups, procedures

KNOWN = {*procedures(), *groups(), *medical_procedures()}
TODAY = date(2026, 11, 12)


@pytest.mark.parametrize("row", frequency.typical_limits(), ids=lambda row: row.id)
def test_frequency_row(row: frequency.TypicalLimit) -> None:
    assert {*row.subjects, *row.after} <= KNOWN
    assert row.source
    assert (row.kind == "wait_after") == bool(row.after)
    assert row.window is None or row.window > 0
    assert row.window is None or row.window_high is None or row.window_high >= row.window
    assert (row.window is None) == (row.unit == "lifetime")


def test_shared_allowances() -> None:
    (cleaning,) = [row for row in frequency.limits_for("D1110") if row.kind == "frequency"]
    assert cleaning.shares("D4346")
    assert not cleaning.shares("D4910")
    assert frequency.limits_for("D0391") == ()


@pytest.mark.parametrize("need", attachments.needs(), ids=lambda need: need.id)
def test_attachment_need(need: attachments.AttachmentNeed) -> None:
    assert set(need.subjects) <= KNOWN
    assert set(need.any_of) <= set(attachments.kinds())
    assert carc(need.carc) is not None
    assert rarc(need.rarc) is not None
    assert need.source


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("PA", "periapical"),
        ("4BW", "bitewing"),
        ("Full-Mouth X-rays", "full_mouth"),
        ("pathology_report", "pathology_report"),
        ("Home Sleep Test", "sleep_study"),
        ("WOPD", "order"),
        ("photo 2", "photo"),
        ("X-rays", "radiograph"),
    ],
)
def test_words_for_enclosures(written: str, kind: str) -> None:
    found = attachments.normalise(written)
    assert found is not None
    assert found.name == kind


def test_every_word_names_one_kind() -> None:
    assert all(attachments.normalise(word) is not None for word in attachments.known_words())


@pytest.mark.parametrize("row", crosswalk.crossings(), ids=lambda row: row.id)
def test_crosswalk_row(row: crosswalk.Crossing) -> None:
    assert not row.cdt or row.cdt in procedures()
    assert all(code in medical_procedures() for code in row.medical)
    assert (row.match in ("none", "dental_code")) == (not row.medical)
    assert (row.match == "medical_only") == (not row.cdt)
    assert all(icd10cm.validate(code) == code for code in row.diagnoses)
    assert all(modifier.is_valid(code) for code in row.modifiers)
    assert all(place_of_service.is_valid(code) for code in row.places)
    assert row.case
    assert row.source


def test_no_medical_equivalent_is_an_answer() -> None:
    assert crosswalk.is_dental_only("D9944")
    assert not crosswalk.is_dental_only("D0150")
    assert crosswalk.medical_equivalents("D7880") == ("21299", "E1399")
    assert crosswalk.medical_equivalents("D2391") == ()


@pytest.mark.parametrize("row", diagnosis_links.links(), ids=lambda row: row.id)
def test_diagnosis_link(row: diagnosis_links.DiagnosisLink) -> None:
    assert set(row.subjects) <= KNOWN
    assert row.prefixes
    assert row.source
    assert row.severity != "error" or row.confidence == "high"


def test_roles() -> None:
    assert diagnosis_links.plays("W19.XXXA", "external_cause")
    assert diagnosis_links.plays("Z95.2", "after_operation")
    assert not diagnosis_links.plays("Z95.5", "after_operation")
    assert diagnosis_links.plays("K05.10", "routine_dental")
    assert not diagnosis_links.plays("K05.321", "routine_dental")


@pytest.mark.parametrize("row", medical_procedures().values(), ids=lambda row: row.code)
def test_medical_code(row: MedicalProcedure) -> None:
    assert medical_procedure(row.code) is row
    assert row.label
    assert row.source
    assert (row.system == "hcpcs") == row.code[0].isalpha()
    assert all(base in medical_procedures() for base in row.add_on_to)


def test_modifier_needs_are_dated() -> None:
    assert claim_customs.modifier_needs("D7140", date(2025, 6, 30), "medical") == ()
    assert [need.any_of[0] for need in claim_customs.modifier_needs("D7140", date(2025, 7, 1), "medical")] == ["KX"]
    assert claim_customs.modifier_needs("E0486", TODAY, "dental") == ()


@pytest.mark.parametrize(("number", "first", "last"), [("8", 4, None), ("6", 8, None), ("1", 10, None), ("A", 0, 14)])
def test_usual_ages_of_teeth(number: str, first: int, last: int | None) -> None:
    usual = claim_customs.tooth_age(tooth.find(number, "universal"))
    assert (usual.first, usual.last) == (first, last)


def test_every_tooth_has_an_age() -> None:
    assert all(claim_customs.tooth_age(each).source for each in tooth.teeth())


def test_narrative_words_and_exclusions_name_what_exists() -> None:
    rows = [row for code in KNOWN for row in (*claim_customs.narrative_words(code), *claim_customs.exclusions_of(code))]
    assert rows
    assert all(set(row.subjects) <= KNOWN and row.source for row in rows)
