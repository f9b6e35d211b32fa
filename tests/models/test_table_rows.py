"""Rows of documents' tables in words."""

from __future__ import annotations

import pytest

from assistant.conversation.proof import Held
from assistant.domain.policy import Passage
from assistant.models.embedded.parts import quoted
from assistant.models.embedded.table_rows import is_row, worded

TABLE = """| Code | Service | Limit |
|---|---|---|
| D9944, D9945 | Night guard | once in 36 months |"""


@pytest.mark.parametrize(
    ("row", "text", "words"),
    [
        ("| D9944, D9945 | Night guard | once in 36 months |", TABLE, "Night guard (D9944, D9945): once in 36 months"),
        ("| D2140 to D2161 | Fillings | 80 % |", "", "Fillings (D2140 to D2161): 80 %"),
        ("| Deductible | $50 |", "", "Deductible: $50"),
        (
            "| Basic | 80 % | 60 % |",
            "| Class | In | Out |\n|--|--|--|\n| Basic | 80 % | 60 % |",
            "Basic: In: 80 %; Out: 60 %",
        ),
        ("| Basic | 80 % | - |", "| Class | In |\n|--|--|\n| Basic | 80 % | - |", "Basic: 80 %"),
        ("| Basic | 80 % | 60 % |", "a paragraph\n| Basic | 80 % | 60 % |", "Basic: 80 %; 60 %"),
    ],
)
def test_a_row_in_words(row: str, text: str, words: str) -> None:
    assert is_row(row)
    assert worded(row, text) == words


def test_the_quote_stays_as_it_stands_and_proves() -> None:
    passage = Passage(key="k", document="d", title="t", section="s", payer="Metro PPO", text=TABLE, ordinal=0)
    said = quoted(passage, TABLE.splitlines()[-1])
    assert said.text == "Metro PPO: Night guard (D9944, D9945): once in 36 months."
    assert said.quote == TABLE.splitlines()[-1]
    assert Held({"k": passage}, {}, frozenset({"Metro PPO"}), "").problem(said) == ""
