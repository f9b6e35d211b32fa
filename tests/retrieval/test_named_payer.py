from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from assistant.retrieval.generation import Generation
from assistant.retrieval.named_payer import names_in, short_names, spellings_of


def generation(general_words: set[str]) -> Generation:
    lexical = SimpleNamespace(stands_within=lambda term, _span: term in general_words)
    held: Any = SimpleNamespace(lexical=lexical, span_of=lambda _payer: (0, 1))
    return cast(Generation, held)


def test_a_short_name_must_be_unique_and_no_everyday_word() -> None:
    held = ["General", "Harrow Creek Dental", "First Dental", "Saltmarsh Dental", "Saltmarsh Health"]
    assert short_names(held, [generation({"first", "creek"})]) == {"harrow creek": "Harrow Creek Dental"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("harrow creek crowns", ["harrow creek"]),
        ("Does Harrow-Creek's plan pay?", ["harrow creek"]),
        ("harrow creekside", []),
        ("crowns", []),
    ],
)
def test_short_names_stand_as_whole_words(text: str, found: list[str]) -> None:
    assert names_in(text, {"harrow creek": "Harrow Creek Dental"}) == found


def test_every_spelling_of_a_known_payer_is_listed() -> None:
    assert {"northlake dental", "nld", "northlake"} <= set(spellings_of("Northlake Dental"))
    assert spellings_of("Harrow Creek Dental")[0] == "harrow creek dental"
