from __future__ import annotations

import pytest

from assistant.codes.system import recognise_denial, recognise_procedure, recognise_system

READINGS = {
    "D2740": "cdt D2740, icd10cm D27.40",
    "d 2740": "cdt D2740, icd10cm D27.40",
    "E0486": "hcpcs E0486, icd10cm E04.86",
    "99213": "cpt 99213",
    "0213T": "cpt 0213T",
    "G47.33": "icd10cm G47.33",
    "S02.5XXA": "icd10cm S02.5XXA",
    "K0263": "hcpcs K0263, icd10cm K02.63",
    "N115": "rarc N115, icd10cm N11.5",
    "MA130": "rarc MA130",
    "50": "carc 50, modifier 50, pos 50",
    "CO-50": "carc 50",
    "KX": "modifier KX",
    "5": "carc 5",
    "1234567893": "npi 1234567893",
    "1223G0001X": "taxonomy 1223G0001X",
    "2740": "",
    "1.8": "",
    "hello": "",
    "": "",
}


@pytest.mark.parametrize(("text", "readings"), READINGS.items())
def test_every_reading_is_listed_and_none_is_guessed(text: str, readings: str) -> None:
    assert ", ".join(f"{code.system} {code}" for code in recognise_system(text)) == readings


def test_four_digits_are_dental_only_where_that_is_said() -> None:
    assert recognise_system("4341") == ()
    assert [str(code) for code in recognise_system("4341", dental=True)] == ["D4341"]
    assert [code.system for code in recognise_system("99213", dental=True)] == ["cpt"]


@pytest.mark.parametrize(("text", "system"), [("D2740", "cdt"), ("e0486", "hcpcs"), ("99213", "cpt"), ("0213T", "cpt")])
def test_a_service_line_has_one_reading(text: str, system: str) -> None:
    found = recognise_procedure(text)
    assert found is not None
    assert found.system == system


@pytest.mark.parametrize("text", ["K02.63", "2740", "KX", "1234567893", ""])
def test_what_is_no_procedure(text: str) -> None:
    assert recognise_procedure(text) is None


@pytest.mark.parametrize(
    ("text", "system", "value"),
    [
        ("CO-50", "carc", "50"),
        ("PR3", "carc", "3"),
        ("16", "carc", "16"),
        ("N130", "rarc", "N130"),
        ("ma 130", "rarc", "MA130"),
    ],
)
def test_denial_codes(text: str, system: str, value: str) -> None:
    found = recognise_denial(text)
    assert found is not None
    assert (found.system, found.value) == (system, value)


def test_what_is_no_denial_code() -> None:
    assert recognise_denial("D2740") is None
