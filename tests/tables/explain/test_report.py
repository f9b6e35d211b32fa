from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.code_report import CodeReading, CodeReport
from assistant.tables.explain.report import explain, system_name
from assistant.tables.icd10cm import Icd10cm
from assistant.tables.imported import Imported
from assistant.tables.importers.run import import_table

DAY = date(2026, 5, 4)


def _only(report: CodeReport) -> CodeReading:
    [reading] = report.readings
    return reading


def _text(reading: CodeReading) -> str:
    return " ".join((reading.label, reading.validity, *reading.needs, *reading.notes))


READINGS = {
    "D2740": "CDT D2740",
    "d 2740": "CDT D2740",
    "E0486": "HCPCS E0486",
    "99213": "CPT 99213",
    "G47.33": "ICD-10-CM G47.33",
    "K0263": "ICD-10-CM K02.63",
    "N362": "RARC N362, ICD-10-CM N36.2",
    "50": "CARC 50, modifier 50, place of service 50",
    "CO-50": "CARC 50, group code CO",
    "PR": "group code PR",
    "KX": "modifier KX",
    "11": "CARC 11, place of service 11",
    "1234567893": "NPI 1234567893",
    "1223G0001X": "taxonomy 1223G0001X",
}


@pytest.mark.parametrize(("text", "readings"), READINGS.items())
def test_known_readings_are_listed(text: str, readings: str, icd: Icd10cm) -> None:
    report = explain(text, DAY, icd)
    assert ", ".join(f"{system_name(each)} {each.code}" for each in report.readings) == readings
    assert report.status == "known"
    assert bool(report.message) == (len({each.system for each in report.readings} - {"group"}) > 1)
    assert all(each.label and each.source for each in report.readings)


@pytest.mark.parametrize("text", ["D2470", "E0999", "00001", "K07.6", "299", "N999", "ZZ", "X12.3"])
def test_what_no_table_holds_is_well_formed_and_never_invalid(text: str, icd: Icd10cm) -> None:
    report = explain(text, DAY, icd)
    assert report.status == "well_formed"
    assert not any(each.known for each in report.readings)
    assert all(each.validity for each in report.readings)


@pytest.mark.parametrize("text", ["2740", "foo bar", "", "DD2740", "S02.5.1", "?", "x" * 5000])
def test_unreadable_text_says_so(text: str, icd: Icd10cm) -> None:
    report = explain(text, DAY, icd)
    assert report.status == "unreadable"
    assert report.readings == ()
    assert report.message


def test_other_forms_are_named_beside_a_known_reading(icd: Icd10cm, seed: Icd10cm) -> None:
    assert explain("K0263", DAY, icd).also == ("HCPCS K0263",)
    assert explain("E0486", DAY, icd).also == ()
    assert explain("E0486", DAY, seed).also == ("ICD-10-CM E04.86",)


# Procedures


@pytest.mark.parametrize(
    ("code", "day", "in_force", "says"),
    [
        ("D2740", date(2026, 5, 4), True, "In force on 2026-05-04"),
        ("D2740", date(2027, 1, 1), None, "cannot speak for 2027-01-01"),
        ("D2740", None, None, "the date of service decides"),
        ("D9248", date(2025, 12, 31), True, "until 2025-12-31"),
        ("D9248", date(2026, 1, 1), False, "ended on 2025-12-31"),
        ("D9244", date(2025, 12, 31), False, "starts on 2026-01-01"),
        ("D9244", date(2026, 1, 1), True, "since 2026-01-01"),
        ("D1705", date(2026, 1, 1), None, "worked out and not read"),
        ("D1705", date(2025, 12, 31), True, "to 2025-12-31"),
    ],
)
def test_a_procedure_is_judged_on_the_date_of_service(
    code: str, day: date | None, in_force: bool | None, says: str, icd: Icd10cm
) -> None:
    reading = explain(code, day, icd).readings[0]
    assert reading.system == "cdt"
    assert reading.in_force is in_force
    assert says in reading.validity


@pytest.mark.parametrize(
    ("code", "needs"),
    [
        ("D2740", ["A tooth number; permanent teeth only."]),
        ("D2330", ["anterior teeth only.", "Surfaces: 1 letter of M O I D B F L."]),
        ("D1351", ["(custom of payers)."]),
        ("D4342", ["up to 3 teeth"]),
        ("D2393", ["A tooth number", "posterior teeth", "Surfaces: 3 letters"]),
        ("D4341", ["An area of the oral cavity: 10 upper right quadrant"]),
        ("D5110", ["the upper arch; no area"]),
        ("D9223", ["each further 15 minutes"]),
        ("D9230", ["No tooth, surface or area"]),
        ("D0145", ["Age to 2 years"]),
        ("D4342", ["periodontal chart"]),
    ],
)
def test_what_a_procedure_needs(code: str, needs: list[str], icd: Icd10cm) -> None:
    said = " ".join(explain(code, DAY, icd).readings[0].needs)
    assert [need for need in needs if need not in said] == []


def test_the_lower_alternative_comes_with_the_fact_that_justifies_the_higher(icd: Icd10cm) -> None:
    [pair] = explain("D4341", DAY, icd).readings[0].alternatives
    assert (pair.higher, pair.lower) == ("D4341", "D4342")
    assert "Four or more teeth" in pair.fact
    assert pair.record
    assert pair.lower_label
    assert explain("D4342", DAY, icd).readings[0].alternatives[0].lower == "D4346"
    assert explain("D0120", DAY, icd).readings[0].alternatives == ()


@pytest.mark.parametrize(
    ("typed", "meant"), [("D2470", "D2740"), ("D4431", "D4341"), ("D0129", "D0120"), ("E0468", "E0486")]
)
def test_near_misses_by_spelling(typed: str, meant: str, icd: Icd10cm) -> None:
    assert meant in [each.code for each in explain(typed, DAY, icd).readings[0].near]


def test_four_digits_are_never_taken_for_a_dental_code(icd: Icd10cm) -> None:
    report = explain("2740", DAY, icd)
    assert [(each.code, each.label) for each in report.near] == [("D2740", "Ceramic crown")]
    assert "D2740" in report.message


@pytest.mark.parametrize(("typed", "meant"), [("DD2740", "D2740"), ("D274", "D2740"), ("E486", "E0486")])
def test_text_of_a_doubtful_system_gets_near_misses_of_others(typed: str, meant: str, icd: Icd10cm) -> None:
    assert meant in [each.code for each in explain(typed, DAY, icd).near]


def test_a_dot_tells_that_a_diagnosis_was_meant(icd: Icd10cm) -> None:
    assert {each.system for each in explain("S02.5.1", DAY, icd).near} == {"icd10cm"}
    assert explain("X12.3", DAY, icd).near == ()


def test_typical_limits_and_papers_are_told(icd: Icd10cm) -> None:
    said = explain("D4341", DAY, icd).readings[0]
    assert "Typical limit: 1 per 24 months, per quadrant. The plan decides." in said.notes
    assert "Payers ask to see: periodontal chart." in said.needs
    assert any(" 1 to 2 per " in note or " 2 per " in note for note in explain("D0120", DAY, icd).readings[0].notes)


# Remittances and medical codes


@pytest.mark.parametrize("text", ["299", "N999", "ZZ", "98", "D2797", "E0999"])
def test_absence_from_a_part_of_a_list_is_said_as_such(text: str, icd: Icd10cm) -> None:
    for reading in explain(text, DAY, icd).readings:
        assert "says nothing against it" in reading.validity
        assert (reading.label, reading.in_force) == ("", None)


@pytest.mark.parametrize("text", ["CO-50", "N115", "KX", "11"])
def test_presence_in_a_list_is_said_as_such(text: str, icd: Icd10cm) -> None:
    assert explain(text, DAY, icd).readings[0].validity == "In the loaded list."


@pytest.mark.parametrize(("typed", "meant"), [("N1155", "N115"), ("N163", "N130"), ("299", "29")])
def test_unknown_reason_codes_get_near_misses_of_their_own_list(typed: str, meant: str, icd: Icd10cm) -> None:
    for reading in explain(typed, DAY, icd).readings:
        assert all(each.system == reading.system for each in reading.near)
    known = explain(meant, DAY, icd).readings[0]
    assert known.near == ()


def test_a_reason_code_tells_its_course(icd: Icd10cm) -> None:
    said = _text(explain("CO-50", DAY, icd).readings[0])
    assert "Category: medical necessity; first move: appeal." in said
    assert "Open to appeal." in said
    assert "only with a signed waiver" in said
    assert "Goes only with group OA." in _text(explain("18", DAY, icd).readings[0])
    assert "Comes with a remark code" in _text(explain("16", DAY, icd).readings[0])


def test_a_medical_code_tells_how_dental_practices_use_it(icd: Icd10cm) -> None:
    reading = _only(explain("E0486", DAY, icd))
    assert "Units: 1 per 5 years." in reading.notes
    assert "In a dental practice: mandibular advancement device." in reading.notes
    assert "Payers ask to see: sleep study." in reading.needs
    assert "By time: at least 30 minutes in all on the date." in _only(explain("99214", DAY, icd)).needs
    assert (
        "An unlisted code: a narrative and a comparable code with its fee." in _only(explain("41899", DAY, icd)).needs
    )
    assert "CPT category III, a new technology." in _only(explain("0213T", DAY, icd)).needs


def test_parts_of_a_claim_are_told(icd: Icd10cm) -> None:
    notes = explain("GX", DAY, icd).readings[0].notes
    assert "Not together with GA, GZ." in notes
    assert "Together with GY." in notes
    assert "Goes on: imaging lines." in explain("26", DAY, icd).readings[1].notes
    assert "A facility: another party bills for the room." in explain("24", DAY, icd).readings[-1].notes
    assert _only(explain("1223G0001X", DAY, icd)).label == "Dentist, any specialty"
    assert explain("124Q00000X", DAY, icd).status == "well_formed"


# Diagnoses


@pytest.mark.parametrize(
    ("code", "in_force", "says"),
    [
        ("K02.63", True, "Billable in FY2026"),
        ("K08.1", False, "needs more characters"),
        ("S02.5", False, "needs a seventh character"),
        ("K07.6", False, "Not a code of FY2026"),
        ("S02.5XA", False, "Not a code of FY2026"),
    ],
)
def test_a_diagnosis_is_judged_by_the_release(code: str, in_force: bool, says: str, icd: Icd10cm) -> None:
    reading = _only(explain(code, DAY, icd))
    assert reading.in_force is in_force
    assert says in reading.validity
    assert reading.release == "FY2026 April 1 2026"


def test_what_was_meant_comes_before_what_is_spelled_alike(icd: Icd10cm) -> None:
    assert [each.code for each in _only(explain("K07.6", DAY, icd)).near] == [
        "M26.601",
        "M26.602",
        "M26.603",
        "M26.609",
    ]
    assert _only(explain("S02.5XA", DAY, icd)).near[0].code == "S02.5XXA"
    assert _only(explain("K02.63", DAY, icd)).near == ()


def test_a_newer_year_than_the_release_is_said(icd: Icd10cm) -> None:
    for code in ("K02.63", "K07.6"):
        reading = _only(explain(code, date(2026, 11, 12), icd))
        assert reading.in_force is None
        assert "a newer release is in force on 2026-11-12" in _text(reading)


def test_the_subset_denies_nothing(seed: Icd10cm) -> None:
    reading = _only(explain("J45.909", DAY, seed))
    assert (reading.known, reading.in_force) == (False, None)
    assert "says nothing against it" in reading.validity


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("M26.629", "Names no side"),
        ("M26.621", "Side: right"),
        ("S02.5", "B initial encounter for open fracture"),
        ("S02.5XXA", "Seventh characters of this code: A, B, D, G, K, S"),
        ("G47.36", "underlying condition is coded first"),
        ("G47.33", "Excludes1, not on one claim unless unrelated: obstructive sleep apnea of newborn (P28.3-)"),
        ("M26.621", "TMJ pain, right"),
    ],
)
def test_what_a_diagnosis_asks_for(code: str, says: str, icd: Icd10cm) -> None:
    assert says in _text(_only(explain(code, DAY, icd)))


# The practice's own lists


def test_a_licensed_list_is_asked_first(tmp_path: Path, icd: Icd10cm) -> None:
    path = tmp_path / "cdt-2026.csv"
    path.write_text("code,label\nD2740,words of the licensed list\nD2797,more words\n")
    import_table("cdt", path, tmp_path / "tables")
    imported = Imported(tmp_path / "tables")
    known = explain("D2740", DAY, icd, imported).readings[0]
    assert (known.label, known.release) == ("words of the licensed list", "CDT 2026 (licensed list)")
    assert known.needs[0].startswith("A tooth number")
    listed = explain("D2797", DAY, icd, imported).readings[0]
    assert (listed.known, listed.label) == (True, "more words")
    absent = explain("D2798", DAY, icd, imported).readings[0]
    assert (absent.known, absent.in_force) == (False, None)
    assert "not on the practice's own list" in absent.validity
    assert "loaded table" in explain("D2798", date(2025, 5, 4), icd, imported).readings[0].validity


def test_imported_limits_are_shown(tmp_path: Path, icd: Icd10cm) -> None:
    path = tmp_path / "mue.csv"
    path.write_text("20605,4,3 Date of Service Edit,x\n")
    import_table("ncci-mue", path, tmp_path / "tables")
    reading = _only(explain("20605", DAY, icd, Imported(tmp_path / "tables")))
    assert "At most 4 units a day" in _text(reading)
    assert "A side: RT, LT or 50." in reading.needs


@settings(max_examples=150, derandomize=True, deadline=None)
@given(text=st.one_of(st.text(max_size=12), st.from_regex(r"[A-Z]?[0-9]{2,5}[A-Z.]?[0-9]?", fullmatch=True)))
def test_no_text_crashes(text: str) -> None:
    report = explain(text, DAY, SEED)
    assert report.status in ("known", "well_formed", "unreadable")
    assert (report.status == "unreadable") == (not report.readings)


SEED = Icd10cm.seed()
