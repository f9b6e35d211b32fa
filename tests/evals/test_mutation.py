"""The small changes that tests have to notice; trying them is a command, ``python -m evals.mutation``."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from evals.mutation.mutants import Mutant, mutants, unfiltered
from evals.mutation.report import Kept, equivalent, report, why_equivalent
from evals.mutation.run import Tried, drawn, name_of
from evals.mutation.trial import ROOT, Answering, answering_tests


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


def test_every_module_is_met_before_any_twice() -> None:
    every = drawn([Path("assistant/codes")])
    files = {path for path, _ in every}
    assert len(files) > 3
    assert {path for path, _ in every[: len(files)]} == files
    assert every == drawn([Path("assistant/codes")])
    assert Counter(path for path, _ in every) == Counter(path for path, _ in drawn([Path("assistant/codes")], seed=8))


def test_tests_that_call_the_changed_function_come_first() -> None:
    source = "def near():\n    return 1\n\n\ndef far():\n    return 2\n\n\nLIMIT = 3\n"
    calls = {("a.py", 1): ["one"], ("a.py", 5): ["two"], ("b.py", 1): ["three"]}
    held = Answering(("tests",), passes=True, calls=calls, number=9)
    assert held.first(Path("a.py"), source, 2) == ("one",)
    assert held.first(Path("a.py"), source, 9) == ("one", "two")
    assert held.first(Path("c.py"), source, 2) == ()
    assert Answering(("tests",), passes=True, calls=calls, number=1).first(Path("a.py"), source, 2) == ()


_TRIAL = """
import sys
from pathlib import Path
from evals.mutation.trial import answering, noticed
copy, path = Path(sys.argv[1]), Path("assistant/codes/steps.py")
held = answering(copy, ("tests/codes",))
source = (copy / path).read_text()
print(held.passes, held.number, held.first(path, source, 2))
print(noticed(copy, path, source.replace("< 3", "<= 3"), held, 2))
print(noticed(copy, path, source.replace("> 8", "> 9"), held, 6))
print((copy / path).read_text() == source)
"""


def test_a_change_is_noticed_or_survives(tmp_path: Path) -> None:
    module, tests = tmp_path / "assistant" / "codes" / "steps.py", tmp_path / "tests" / "codes" / "test_steps.py"
    for file in (module, tests):
        file.parent.mkdir(parents=True)
    for folder in (tmp_path / "assistant", module.parent):
        (folder / "__init__.py").touch()
    module.write_text("def low(x):\n    return x < 3\n\n\ndef high(x):\n    return x > 8\n", encoding="utf-8")
    lines = ("from assistant.codes.steps import high, low", "", "", "def test_low():", "    assert low(2)")
    lines += (
        "    assert not low(3)",
        "",
        "",
        "def test_high():",
        "    assert high(12)",
        "",
        "",
        "def test_no():",
        "    pass",
    )
    tests.write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("[tool.pytest.ini_options]\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", _TRIAL, str(tmp_path)], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.splitlines() == ["True 2 ('tests/codes/test_steps.py::test_low',)", "True", "False", "True"]


def tried() -> list[Tried]:
    return [
        Tried(Path("assistant/codes/tooth.py"), Mutant("number", "1 to 2", 7, "a"), killed=False),
        Tried(Path("assistant/codes/tooth.py"), Mutant("comparison", "< to <=", 9, "b"), killed=True),
    ]


def test_survivors_are_named_by_kind() -> None:
    text = report("command", tried(), 2, 60.0, commit="abc")
    assert "at commit abc: 2 of 2 mutants tried, 1 killed, 1 survived, 0 judged equivalent" in text
    assert "| all | 2 | 1 | 50.0% | 97.5% |" in text
    assert "## Survivors, number" in text
    assert "`assistant/codes/tooth.py` line 7: 1 to 2" in text
    assert "## Survivors, comparison" not in text
    assert "| all | 2 | 1 | 100.0% | 95.0% |" in report("command", tried(), 2, 60.0, same=1)


def test_what_was_tried_is_kept(tmp_path: Path) -> None:
    first, second = tried()
    kept = Kept(tmp_path / "mutants.jsonl")
    kept.add(first, 2.0)
    with (tmp_path / "mutants.jsonl").open("a", encoding="utf-8") as stream:
        stream.write('{"name": "cut o')
    assert kept.results() == {name_of(first.path, first.mutant): (False, 2.0)}
    assert kept.tried([(first.path, first.mutant), (second.path, second.mutant)]) == [first]
    kept.forget()
    assert not kept.results()


def test_what_is_judged_equivalent_stands_in_its_module() -> None:
    for (module, line, change), why in equivalent().items():
        source = (ROOT / module).read_text(encoding="utf-8")
        lines = [number for number, text in enumerate(source.splitlines(), 1) if text.strip() == line]
        found = [each for each in mutants(source) if each.line in lines and each.what == change]
        assert found, (module, line, change)
        assert why_equivalent(Path(module), found[0], source) == why
    assert why_equivalent(Path("assistant/codes/tooth.py"), Mutant("number", "1 to 2", 10_000, ""), "x = 1") is None
