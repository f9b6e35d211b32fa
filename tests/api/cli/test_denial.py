"""The denial command: codes, letters and words."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]


@pytest.mark.parametrize("written", [("CO-50", "N115"), ("CO", "50", "N115"), ("co50,n115",), ("N115", "CO-50")])
def test_codes_as_people_type_them(claimwright: Command, written: tuple[str, ...]) -> None:
    code, out, _ = claimwright("denial", *written, "--json")
    reading = json.loads(out)
    assert code == 0
    assert (reading["category"], reading["action"]) == ("medical_necessity", "appeal")
    assert reading["may_bill_patient"] is False
    assert reading["codes"] == ["CO-50", "N115"]


def test_write_off_beside_the_reason_does_not_blur_it(claimwright: Command) -> None:
    _, out, _ = claimwright("denial", "CO-45", "CO-50", "N115", "--json")
    reading = json.loads(out)
    assert reading["category"] == "medical_necessity"
    assert len(reading["readings"]) == 2


def test_reasons_that_differ_are_not_mixed(claimwright: Command) -> None:
    code, out, _ = claimwright("denial", "CO-29", "CO-50", "--json")
    reading = json.loads(out)
    assert code == 0
    assert reading["category"] == "unknown"
    assert [each["category"] for each in reading["readings"]] == ["timely_filing", "medical_necessity"]


def test_a_letter(claimwright: Command, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text(
        "September 3, 2026\n\nWe denied the oral appliance because it is not medically necessary.\n"
        "The records did not show failed PAP therapy.\nYou may appeal within 180 days.\n"
    )
    code, out, _ = claimwright("denial", str(letter))
    assert code == 0
    assert "medical necessity -> appeal" in out
    assert "chart notes that answer the reason" in out


def test_words(claimwright: Command) -> None:
    code, out, _ = claimwright("denial", "annual maximum has been reached", "--json")
    assert code == 0
    assert json.loads(out)["category"] == "maximum"


def test_nothing_to_stand_on(claimwright: Command) -> None:
    code, out, _ = claimwright("denial", "999", "--json")
    assert code == 3
    assert "not in the table" in json.loads(out)["why"]


def test_a_missing_letter(claimwright: Command) -> None:
    code, _, err = claimwright("denial", "no-such-letter.txt")
    assert code == 2
    assert "Fix:" in err
