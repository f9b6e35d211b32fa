from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from assistant.retrieval.answer_kind import kinds_asked, share_given
from assistant.retrieval.ranking import Ranked
from assistant.retrieval.second_look import ANSWER_BOOST, look_again


def row(text: str, score: float) -> Ranked:
    generation: Any = SimpleNamespace(passage=lambda _row: SimpleNamespace(text=text))
    return Ranked(cast(Any, generation), 0, score, {"dense": 0.5})


@pytest.mark.parametrize(
    ("question", "holds", "holds_not"),
    [
        ("how many days to appeal", "within 120 days of the notice", "an appeal names the tooth"),
        ("crown replacement", "once per tooth in 60 months", "a crown is made in two visits"),
        ("allowed fee for a crown", "D2740 | $842.00", "a crown is paid as the plan says"),
        ("sealants until what age", "under age 16", "permanent molars"),
        ("coinsurance for E0486", "20 percent", "E0486 is covered"),
        ("criteria for a night guard", "when all of the following are met", "night guards wear down"),
        ("fax for authorizations", "fax 555-0146", "an authorization is a promise"),
    ],
)
def test_the_kind_of_answer_is_known(question: str, holds: str, holds_not: str) -> None:
    kinds = kinds_asked(question)
    assert share_given(kinds, holds) == 1.0
    assert share_given(kinds, holds_not) == 0.0


def test_the_passage_with_an_answer_of_the_kind_comes_first() -> None:
    near, right = row("an appeal names the tooth", 1.0), row("an appeal is due within 120 days", 0.9)
    first, second = look_again("how many days to appeal", [near, right])
    assert first.signals == {"dense": 0.5, "answer": ANSWER_BOOST}
    assert first.score == 0.9 + ANSWER_BOOST
    assert second.signals["answer"] == 0.0


def test_nothing_asked_for_changes_nothing() -> None:
    rows = [row("a", 1.0), row("within 120 days", 0.9)]
    assert look_again("modifier KX", rows) == rows
