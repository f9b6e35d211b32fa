"""A name goes in whatever form it is written; the field's own words stay. All names are invented."""

from __future__ import annotations

import re

import pytest

from assistant.privacy.redact import redact

NAMES = (
    "Quentin R. Vandermolen",
    "QUENTIN R. VANDERMOLEN",
    "Vandermolen, Quentin R.",
    "VANDERMOLEN, QUENTIN R",
    "Quentin Vandermolen",
    "Quentin R Vandermolen",
    "Ottoline Hask-Brewer",
    "Ottoline Hask Jr.",
    "Ottoline de la Cruz",
    "Ottoline M. van der Berg",
    "Thaddeus J. Okonkwo III",
    "Zebulon St. Clair",
    "Ingeborg O'Malley",
    "Xiomara del Rio",
    "Mary-Kate Olufsen",
    "J. R. Vandermolen",
    "JR Vandermolen",
    "Q. Vandermolen",
    "Adaeze N. Okonkwo, Jr.",
    "Okonkwo, Adaeze N.",
    "McAllister, Fionnuala",
    "Fionnuala McAllister",
    "Tuan Nguyen",
    "Nguyen Van Tuan",
    "Siobhan D'Arcy-Smythe",
    "Ludwig von Stahl",
    "Maria del Carmen Ortiz Ruiz",
    "Björn Åkesson",
    "José Ñíguez",
    "van der Berg, Ottoline",
    "DE LA CRUZ, MARISOL",
    "Abd al-Rahman Haddad",
    "Kwame B. Asante-Mensah",
    "Priya S. Raghunathan",
)
PLACES = (
    "{} DOB 04/12/1961, member id HPB-771204493, D2740 #19 denied",
    "{} (DOB 04/12/1961) called about the D2740 claim",
    "{} was seen 09/28/2026 for crown prep",
    "Patient: {}",
    "RE: {}\nMember ID: HPB-771204493",
    "Claim for {} denied CO-50",
    "Patient Name: {}   DOB: 04/12/1961",
)
PARTS_OF_MANY = {"van", "von", "der", "del", "jr", "iii", "st"}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", NAMES)
def test_no_part_of_a_name_stays(name: str, place: str) -> None:
    left = redact(place.format(name))
    words = [w for w in re.findall(r"[^\W\d_]{3,}", name) if w.lower() not in PARTS_OF_MANY]
    assert [word for word in words if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", left)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Ceramic Crown DOB 04/12/1961",
        "Brightsmile Dental (DOB 04/12/1961)",
        "PATIENT INFORMATION DOB 04/12/1961",
        "BRIGHTSMILE DENTAL\nDOB 04/12/1961",
        "Full Mouth Series was seen as complete",
    ],
)
def test_words_of_the_field_are_no_name(text: str) -> None:
    assert redact(text) == text.replace("04/12/1961", "[DATE]")
