"""Sentences, denials and shorthand against texts whose reading is written down."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.recognise import negation, sentences
from assistant.recognise.normalise import normalise

FOLDER = Path(__file__).parent / "readings"


def load(name: str) -> list[Any]:
    rows: list[Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return [pytest.param(*row, id=str(place + 1)) for place, row in enumerate(rows)]


@pytest.mark.parametrize(("text", "words", "polarity", "cue"), load("polarity"))
def test_polarity(text: str, words: str, polarity: str, cue: str) -> None:
    start = text.index(words)
    reading = negation.read(text, start, start + len(words))
    assert (reading.polarity, reading.cue) == (polarity, cue)
    assert negation.is_denied(text, start, start + len(words)) == (polarity == "absent")


@pytest.mark.parametrize(("text", "expect"), load("sentences"))
def test_sentences(text: str, expect: list[str]) -> None:
    assert [s.text for s in sentences.split(text)] == expect


@pytest.mark.parametrize(("typed", "plain"), load("shorthand"))
def test_shorthand(typed: str, plain: str) -> None:
    assert normalise(typed).text == plain


def test_the_sentence_of_a_blank_is_none() -> None:
    found = sentences.split("One.  Two.")
    assert sentences.containing(found, 4) is None
    assert sentences.containing(found, 99) is None
    second = sentences.containing(found, 6)
    assert second is not None
    assert second.text == "Two."


def test_positions_map_back_to_what_was_typed() -> None:
    plain = normalise("pt has ded of $50")
    assert plain.text == "patient has deductible of $50"
    assert plain.origin(plain.text.index("deductible") + 3) == 7
    assert plain.origin(plain.text.index("$50")) == 14
    assert plain.origin(len(plain.text)) == 17
