"""Look-ups of teeth, of diagnoses by words and of pairs of procedures: what the tables say, and nothing beyond."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

import pytest

from assistant.domain.artifacts import EstimateMade
from assistant.models.embedded.look_up_parts import diagnoses_part, pair_part, teeth_part
from assistant.models.embedded.tooth_words import teeth_asked
from assistant.models.embedded.unknown_payers import unknown_payer
from assistant.retrieval.library import Library
from assistant.tools.context import Turn
from assistant.tools.every import tool_of

DAY = date(2026, 11, 22)
TURN = Turn(library=cast(Library, None), on=DAY, today=DAY)


def use(name: str, **args: Any) -> Any:
    return tool_of(TURN, name).invoke({"name": name, "args": args, "id": "1", "type": "tool_call"}).artifact


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("which tooth numbers are the upper right premolars", ["4", "5"]),
        ("numbers of the wisdom teeth", ["1", "16", "17", "32"]),
        ("which quadrant is tooth 30 in", ["30"]),
        ("what letter is the lower left baby canine", ["M"]),
        ("what is UR6 in universal", ["3"]),
        ("which tooth is iso 16", ["3"]),
    ],
)
def test_a_question_finds_its_teeth(text: str, numbers: list[str]) -> None:
    found = use("look_up_tooth", **teeth_asked(text))
    assert [each.universal for each in found.teeth] == numbers
    assert teeth_part(found).standing == "answer"


def test_a_number_that_no_mouth_holds_is_told_so() -> None:
    found = use("look_up_tooth", numbers=["45"])
    assert not found.teeth
    assert "no tooth '45'" in teeth_part(found).statements[0].text


@pytest.mark.parametrize(
    ("words", "first"), [("abscessed tooth", "K04.7"), ("cracked tooth", "K03.81"), ("dry socket", "M27.3")]
)
def test_a_condition_finds_its_codes_and_the_diagnosis_stays_the_clinicians(words: str, first: str) -> None:
    part = diagnoses_part(use("look_up_diagnosis", words=words))
    assert first in part.statements[0].text.split(":")[1].split(",")[0]
    assert "clinician" in part.statements[-1].text


def test_words_that_name_no_condition_find_no_code() -> None:
    assert diagnoses_part(use("look_up_diagnosis", words="the weather")).standing == "nothing"


def test_a_pair_without_a_rule_is_not_called_paid() -> None:
    said = pair_part(use("look_up_pair", first="D2950", second="D2740")).statements[0].text
    assert "No rule here forbids" in said
    assert "A plan may still bundle them" in said


def test_a_pair_with_a_rule_is_told_who_says_so() -> None:
    said = pair_part(use("look_up_pair", first="D4341", second="D1110")).statements[0].text
    assert "payers do not pay both" in said


def test_what_is_left_of_a_maximum() -> None:
    found = use("estimate", annual_maximum="1500", maximum_used="1180")
    assert isinstance(found, EstimateMade)
    assert found.left == 320
    assert use("estimate", annual_maximum="1000", maximum_used="1180").left == 0


@pytest.mark.parametrize(
    ("text", "payer"),
    [
        ("does harborview pay for sealants on adults", "Harborview"),
        ("what do i send for srp to quillmark", "Quillmark"),
        ("is D6010 covered by Summit Ridge Dental", "Summit Ridge Dental"),
        ("does secondary dental pay for a crown", None),
        ("does her insurance pay for sedation", None),
        ("take the terminated insurance off the account", None),
        ("does the plan pay for a higher maximum with rollover", None),
        ("can maria pay for it herself", None),
    ],
)
def test_a_payer_that_no_list_holds_is_known_by_its_place(text: str, payer: str | None) -> None:
    assert unknown_payer(text) == payer
