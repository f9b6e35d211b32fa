"""A manual that the practice added itself is what every command rests on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

MANUAL = """# Prairie Lantern Dental provider manual

Payer: Prairie Lantern Dental
Effective date: January 1, 2026

## Claims

Timely filing: claims must be received within 270 days of the date of service.

## Appeals

You have 75 days from the date of the explanation of benefits to submit an appeal in writing.
"""


@pytest.fixture
def held(claimwright: Callable[..., Any], tmp_path: Path) -> Callable[..., Any]:
    """The command line of a practice that holds the manual."""
    file = tmp_path / "manual.md"
    file.write_text(MANUAL)
    assert claimwright("corpus", "add", file).code == 0
    return claimwright


@pytest.mark.parametrize(
    ("event", "day", "quote"),
    [
        ("appeal", "2026-12-15", "75 days from the date of the explanation of benefits"),
        ("claim_filing", "2027-06-28", "within 270 days of the date of service"),
    ],
)
def test_a_deadline_by_the_manual(held: Callable[..., Any], event: str, day: str, quote: str) -> None:
    done = held("deadline", "--payer", "Prairie Lantern Dental", "--anchor", "2026-10-01", "--event", event, "--json")
    assert done.code == 0
    assert done.json["date"] == day
    assert quote in done.json["source"]


def test_the_law_goes_first_and_the_payers_time_is_told(held: Callable[..., Any]) -> None:
    done = held(
        "deadline", "--payer", "Prairie Lantern Dental", "--plan", "self_funded", "--anchor", "2026-10-01", "--json"
    )
    assert "2560.503-1" in done.json["source"]
    assert "75 calendar days" in done.err


def test_a_day_before_the_manual(held: Callable[..., Any]) -> None:
    done = held("deadline", "--payer", "Prairie Lantern Dental", "--anchor", "2025-10-01", "--json")
    assert done.json["date"] is None
    assert "no document in force" in done.err


def test_an_answer_by_the_manual(held: Callable[..., Any]) -> None:
    done = held("ask", "how long do we have to appeal a denial of Prairie Lantern Dental dated 2026-10-01")
    assert "December 15, 2026" in done.out
    assert "Prairie Lantern Dental provider manual" in done.out


def test_a_question_about_a_day_before_it(held: Callable[..., Any]) -> None:
    done = held("ask", "appeal time of Prairie Lantern Dental", "--as-of", "2025-06-01")
    assert "no version of Prairie Lantern Dental in force before 2026-01-01" in " ".join(done.out.split())
