"""What counts as an identifier, and what must not be touched."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.privacy.detect import detect
from assistant.privacy.kinds import Identifier, KnownValue

CASES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8"))


def uncovered(text: str, found: tuple[Identifier, ...], start: int, end: int) -> str:
    """Letters and digits of ``text[start:end]`` that no identifier covers."""
    covered = {place for i in found for place in range(i.start, i.end)}
    return "".join(text[place] for place in range(start, end) if place not in covered and text[place].isalnum())


@pytest.mark.parametrize(("text", "secrets"), CASES["secret"])
def test_covers(text: str, secrets: list[str]) -> None:
    found = detect(text)
    for secret in secrets:
        start = text.index(secret)
        left = uncovered(text, found, start, start + len(secret))
        assert left in ("", "PtacctPt", "Ptacct")


@pytest.mark.parametrize("text", CASES["kept"])
def test_keeps(text: str) -> None:
    assert detect(text) == ()


def test_most_identifiers_of_many_notes_are_found_and_codes_stay(notes: tuple[Any, ...]) -> None:
    missed, secrets, masked, kept = [], 0, [], 0
    for note in notes:
        found = detect(note.text, note.known)
        for mark in note.secrets:
            secrets += 1
            start = note.text.index(" ", mark.start) if mark.what == "titled" else mark.start
            left = uncovered(note.text, found, start, mark.end)
            if left and not (mark.what == "age" and left.isalpha()):
                missed.append(note.text[mark.start : mark.end])
        for mark in note.kept:
            kept += 1
            masked += [i.quote for i in found if i.start < mark.end and i.end > mark.start]
    assert secrets > 3500
    assert kept > 1500
    assert len(missed) / secrets <= 0.005, missed
    assert len(masked) / kept < 0.01, masked


SPELLINGS = (
    *("Jane Doe", "JANE DOE", "jane doe", "Doe, Jane", "DOE,JANE", "Doe Jane", "Jane  Doe", "Jane\nDoe", "Jane\tDoe"),
    *("Jane-Doe", "jane_doe", "jane.doe", "JaneDoe", "J. Doe", "J Doe", "jdoe", "Doe J", "Doe, J.", "Jane's", "Doe's"),
    *(
        "Jane%20Doe",
        "Jane+Doe",
        "Jan\u00e9 Doe",
        "Jane\u00a0Doe",
        "(Jane Doe)",
        "Jane/Doe",
        "Jane",
        "Doe",
        "DOE",
        "jane",
    ),
)


@pytest.mark.parametrize("written", SPELLINGS)
def test_a_known_name_is_found_however_it_is_spelled(written: str) -> None:
    text = f"note on {written} and more"
    found = detect(text, [KnownValue("PERSON", "Jane Doe")])
    left = uncovered(text, found, 8, 8 + len(written))
    assert left in ("", "s", "20"), found


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        ("MEMBER", "ABC123456789", "abc 123-456-789"),
        ("MEMBER", "ABC123456789", "ABC123456789"),
        ("PHONE", "312-555-0100", "(312) 555.0100"),
        ("DATE", "1984-05-02", "policy of 5/2/84"),
        ("DATE", "1984-05-02", "policy of May 2, 1984"),
        ("ADDRESS", "12 Oak Row", "12 oak  row"),
        ("CLAIM", "77", "no 77 here"),
    ],
)
def test_other_known_values_are_found_however_they_are_spelled(kind: Any, value: str, written: str) -> None:
    found = detect(f"x {written} y", [KnownValue(kind, value)])
    assert any(i.kind == kind for i in found)


@pytest.mark.parametrize(
    "text",
    ["the plan may pay", "will this crown fit", "a short note", "DOEMAN", "Janesville", "a dental plan for the family"],
)
def test_everyday_words_and_longer_words_are_no_known_names(text: str) -> None:
    known = [
        KnownValue("PERSON", name) for name in ("Will May", "Mark Short", "Jane Doe", "Li Crown", "Alder Family Dental")
    ]
    assert detect(text, known) == ()


def test_a_short_known_name_needs_its_capital() -> None:
    known = [KnownValue("PERSON", "Wei Li")]
    assert [i.quote for i in detect("for Li only, li not", known)] == ["Li"]


def test_a_name_found_once_is_found_again() -> None:
    found = detect("Patient: Jane Doe\nplan explained, Doe agreed")
    assert [i.quote for i in found] == ["Jane Doe", "Doe"]


@settings(max_examples=200, derandomize=True, deadline=None)
@given(text=st.text(max_size=80), name=st.text(max_size=12))
def test_spans_are_exact_and_apart(text: str, name: str) -> None:
    found = detect(f"{name} {text}", [KnownValue("PERSON", name), KnownValue("MEMBER", name), KnownValue("DATE", name)])
    position = 0
    for identifier in found:
        assert position <= identifier.start < identifier.end
        assert f"{name} {text}"[identifier.start : identifier.end] == identifier.quote
        position = identifier.end


def test_the_notes_are_the_same_every_time(note: Callable[[int], Any]) -> None:
    assert note(5) == note(5) != note(6)
