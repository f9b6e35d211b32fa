"""The small changes that tests have to notice; trying them is a command, ``python -m evals.mutation``."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.mutation.__main__ import Tried, report
from evals.mutation.mutants import Mutant, mutants, unfiltered
from evals.mutation.trial import answering_tests


@pytest.mark.parametrize(
    ("source", "changes"),
    [
        ("x = a < 1 and b", ["connective: and to or", "comparison: < to <=", "number: 1 to 2"]),
        ("return_ = a in b", ["comparison: in to not in"]),
        ("x = True", ["truth value: True to False"]),
        ("x = 'word'", []),
    ],
)
def test_each_change_is_made_once(source: str, changes: list[str]) -> None:
    made = list(mutants(source))
    assert [f"{each.kind}: {each.what}" for each in made] == changes
    assert len({each.text for each in made} | {source}) == len(changes) + 1


def test_a_filter_of_the_practice_is_taken_out_and_nothing_else() -> None:
    source = "where(t.c.practice == caller.practice, t.c.id == name)"
    (made,) = unfiltered(source)
    assert made.text == "where(t.c.practice == t.c.practice, t.c.id == name)"


def test_every_module_has_tests_that_answer_for_it() -> None:
    assert answering_tests(Path("assistant/rules/drafts/proof.py")) == ("tests/rules/drafts",)
    assert answering_tests(Path("assistant/codes/tooth.py"))[0] == "tests/codes"
    with pytest.raises(KeyError):
        answering_tests(Path("api/cli/main.py"))


def test_survivors_are_named_by_kind() -> None:
    tried = [
        Tried(Path("assistant/codes/tooth.py"), Mutant("number", "1 to 2", 7, ""), killed=False),
        Tried(Path("assistant/codes/tooth.py"), Mutant("comparison", "< to <=", 9, ""), killed=True),
    ]
    text = report("command", tried, 2, 60.0)
    assert "| all | 2 | 1 | 50.0% |" in text
    assert "## Survivors, number" in text
    assert "`assistant/codes/tooth.py` line 7: 1 to 2" in text
    assert "## Survivors, comparison" not in text
