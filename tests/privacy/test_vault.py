"""A round trip through tokens restores every character; anything changed on the way stops the text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.domain.errors import BrokenToken
from assistant.privacy.kinds import KnownValue
from assistant.privacy.vault import Vault, restore, tokenise

PIECES = st.sampled_from(
    [
        *("Jane Doe", "Doe", "JANE", " ", "\n", ", ", "[[", "]]", "[", "]", "[[PERSON_1]]", "[[person_1]]", "PERSON_2"),
        *(
            "[[needs: date of CPAP trial]]",
            "5/2/84",
            "Mr. Ortiz",
            "D2740",
            "312-555-0100",
            "_1",
            "AGE_2",
            "\u200b",
            "\uff3b",
        ),
        *("PERSON_", "1", "x", "3125550100", "[[DATE_", "member id ABC123456", "91-year-old", "\ufb01", "\u2460"),
    ]
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=20).map("".join))
KNOWN = [KnownValue("PERSON", "Jane Doe"), KnownValue("MEMBER", "ABC123456")]


@settings(max_examples=400, derandomize=True, deadline=None)
@given(text=TEXTS)
@example(text="[[Jane Doe]]")
@example(text="\uff3b\uff3bPERSON_1\uff3d\uff3d and [ [PERSON_1] ]")
def test_round_trip(text: str) -> None:
    safe, vault = tokenise(text, KNOWN)
    assert restore(safe, vault) == text


@settings(max_examples=100, derandomize=True, deadline=None)
@given(first=TEXTS, second=TEXTS)
def test_round_trip_of_a_second_text(first: str, second: str) -> None:
    safe_first, vault = tokenise(first, KNOWN)
    safe_second, grown = tokenise(second, KNOWN, vault=vault)
    assert restore(safe_first, grown) == first
    assert restore(safe_second, grown) == second


def test_notes_come_back_whole_and_leave_no_secret(notes: tuple[Any, ...]) -> None:
    for note in notes[:60]:
        safe, vault = tokenise(note.text, note.known)
        assert restore(safe, vault) == note.text
        for what in ("ssn", "email", "member", "phone", "url"):
            for mark in note.secrets:
                if mark.what == what:
                    assert note.text[mark.start : mark.end] not in safe


def test_the_same_words_get_the_same_token() -> None:
    text = "Jane Doe; Doe; Jane Doe; seen 3/4/26 and 3/4/26"
    safe, vault = tokenise(text, KNOWN, case="c1")
    assert safe == "[[PERSON_1]]; [[PERSON_2]]; [[PERSON_1]]; seen [[DATE_1]] and [[DATE_1]]"
    assert vault.case == "c1"
    assert vault.token("PERSON", "Doe") == "[[PERSON_2]]"
    assert vault.token("PERSON", "Roe") is None
    again, same = tokenise("Doe on 3/4/26", vault=vault)
    assert again == "[[PERSON_2]] on [[DATE_1]]"
    assert same.case == "c1"


def test_numbers_go_on_from_an_earlier_text() -> None:
    _, vault = tokenise("Jane Doe", KNOWN)
    safe, grown = tokenise("Mr. Ortiz", vault=vault)
    assert safe == "Mr. [[PERSON_2]]"
    assert vault.values == {"PERSON_1": "Jane Doe"}
    assert grown.values == {"PERSON_1": "Jane Doe", "PERSON_2": "Ortiz"}


def test_a_placeholder_passes() -> None:
    text = "[[needs: date of CPAP trial]]"
    assert tokenise(text) == (text, Vault())
    assert restore(text, Vault()) == text


MANGLED = (
    *("[[person_1]]", "[[Person_1]]", "[[ PERSON_1 ]]", "[[PERSON_ 1]]", "[[PERSON 1]]", "[[PERSON1]]", "[[PERSON_1]"),
    *(
        "[PERSON_1]]",
        "[PERSON_1]",
        "[[PERSON_1",
        "[[PERS",
        "PERSON_1",
        "ERSON_1]]",
        "PERSON 1",
        "[[PERSON-1]]",
        "[Person 1]",
    ),
    *("[[PERSON_99]]", "[[MEMBER_1]]", "[[PERSON_01]]", "[[PERSON_0]]", "[[PATIENT_1]]", "[[NAME]]", "[ [PERSON_1] ]"),
    *(
        "[[PER\u200bSON_1]]",
        "\uff3b\uff3bPERSON_1\uff3d\uff3d",
        "[[PERSON_\uff11]]",
        "[[\nPERSON_1]]",
        "person_1",
        "[[MEMBER ID]]",
    ),
)


@pytest.mark.parametrize("broken", MANGLED)
def test_a_changed_token_stops_the_text(broken: str) -> None:
    _, vault = tokenise("Jane Doe", KNOWN)
    with pytest.raises(BrokenToken) as caught:
        restore(f"We write for [[PERSON_1]] and {broken} today.", vault)
    assert "Jane" not in str(caught.value)
    assert "Doe" not in str(caught.value)
    assert caught.value.where.startswith("character ")


@pytest.mark.parametrize(
    "text",
    [
        "The policy [section 2.3] and [link](a) and [x] and matrix [[1, 2], [3, 4]].",
        "Age 12, date 3, person 1 of 2 came; snake_case_name, item_3.",
        "NPI 1, claim 2, MEMBER 3.",
    ],
)
def test_ordinary_brackets_and_numbers_pass(text: str) -> None:
    assert restore(text, Vault()) == text


def test_a_vault_does_not_print_its_values() -> None:
    _, vault = tokenise("Jane Doe", KNOWN, case="c1")
    assert "Jane" not in repr(vault)
    with pytest.raises(TypeError):
        vault.values["PERSON_1"] = "x"
