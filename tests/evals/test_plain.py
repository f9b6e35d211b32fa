"""The plain pipeline of a tutorial beside the product: what its words count for, and one table of all columns."""

from __future__ import annotations

import pytest

from evals.case import Case
from evals.plain import Plain, _action, _plain_right, chance, measures, table


def case(**expect: object) -> Case:
    return Case(id="a", suite="answers", slice="biller", inputs={"text": "how often"}, expect=expect, provenance="test")


@pytest.mark.parametrize(
    ("said", "action"),
    [
        ("Once in 60 months.", "answer"),
        ("I do not know.", "cannot_answer"),
        ("I don\u2019t know", "cannot_answer"),
        ("", "cannot_answer"),
        ("I'm sorry, I cannot help with that.", "refuse_and_redirect"),
    ],
)
def test_what_a_model_says_amounts_to_an_action(said: str, action: str) -> None:
    assert _action(said) == action


def test_the_extractive_one_answers_from_a_cosine_on() -> None:
    wanted = case(action=["answer"])
    assert _plain_right(Plain(wanted, "text", 0.5), 0.4)
    assert not _plain_right(Plain(wanted, "text", 0.3), 0.4)
    assert _plain_right(Plain(case(action=["cannot_answer"]), "text", 0.3), 0.4)
    assert _plain_right(Plain(case(action=["refuse_and_redirect"]), "I cannot", 0.9, "refuse_and_redirect"), 0.4)
    assert not _plain_right(Plain(case(harmless=True), "I cannot", 0.9, "refuse_and_redirect"), 0.4)


def test_facts_and_forbidden_words_are_looked_for_in_the_text() -> None:
    found = measures(
        case(action=["answer"], facts=[["60 months", "5 years"], "D2740"], forbidden=["84"]), True, "5 Years"
    )
    assert found == {"right action": (1, 1), "required facts": (1, 2), "nothing forbidden": (1, 1)}


def test_the_table_has_every_column_and_says_whether_the_first_two_differ() -> None:
    ours = [{"right action": (1, 1)}] * 8 + [{"right action": (0, 1)}]
    plain = [{"right action": (0, 1)}] * 8 + [{"right action": (0, 1)}]
    assert round(chance(ours, plain, "right action"), 4) == 0.0078
    lines = list(table("command", {"Claimwright": ours, "plain": plain, "hosted": ours}, "About."))
    assert "| measure | Claimwright | plain | hosted | p |" in lines
    assert any(line.startswith("| right action | 8/9 88.9%") and line.endswith("| 0.0078 |") for line in lines)
