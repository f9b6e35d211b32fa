"""Held cases: the list has cases that there are, and one of them that fails is a failed run everywhere."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.main import app
from assistant.domain.errors import BadInput
from assistant.settings import Settings
from evals import evaluate as evaluating
from evals.case import Case
from evals.evaluate import Wish, evaluate
from evals.gate import Floors, judge
from evals.held import binds, broken, held_cases, known_cases, main, renewed
from evals.record import Judged, Metadata, Run
from evals.report import write
from evals.report.table import verdict_lines
from evals.score import Score
from evals.suites import NAMES

ABOUT = Metadata(command="test", started="2026-11-22T09:00:00+00:00", model="embedded", embedder="shipped")


def judged(name: str, value: float | None) -> Judged:
    case = Case(id=name, suite="deadlines", slice="by hand", inputs={}, provenance="test")
    return Judged(case=case, scores=(Score(name="x", value=value),))


def run_of(**values: float | None) -> Run:
    return Run(metadata=ABOUT, results=tuple(judged(name, value) for name, value in values.items()))


def test_every_held_case_is_one_that_there_is() -> None:
    held = held_cases()
    assert held - known_cases() == set(), "make the list anew: python -m evals.held out.json"
    assert {name.partition("/")[0] for name in held} == set(NAMES)
    lines = files("evals").joinpath("held.txt").read_text(encoding="utf-8").splitlines()
    assert lines == sorted(set(lines))
    assert len(held) > 0.9 * len(known_cases())


def test_a_held_case_that_does_not_pass_is_told_and_one_that_was_not_run_is_not() -> None:
    held = frozenset({"deadlines/a", "deadlines/b", "deadlines/c", "deadlines/z"})
    assert broken(run_of(a=1.0, b=0.0, c=None, d=0.0).results, held) == ("deadlines/b", "deadlines/c")


def test_a_held_case_fails_the_run_though_every_floor_is_reached(tmp_path: Path) -> None:
    run = run_of(**{f"case{number}": 0.0 for number in range(7)}, **{f"fine{number}": 1.0 for number in range(93)})
    fallen = tuple(each.name for each in run.results if not each.passed)
    held = {"deadlines": Floors(floor=0.9)}
    assert judge(run.results, held).passed
    run = run.model_copy(update={"verdict": judge(run.results, held, broken=fallen)})
    assert not run.verdict.passed
    said = "7 held cases do not pass: " + ", ".join(f"deadlines/case{number}" for number in range(5)) + " and 2 more"
    assert verdict_lines(run.verdict) == ("FAILED", f"  {said}")
    for end in ("html", "xml", "json"):
        write(tmp_path / f"out.{end}", run)
    assert said in (tmp_path / "out.html").read_text(encoding="utf-8")
    xml = (tmp_path / "out.xml").read_text(encoding="utf-8")
    assert said in xml
    assert 'failures="8"' in xml  # the cases and the gate itself
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["verdict"]["broken"] == list(fallen)


def test_a_run_holds_to_the_list_and_one_of_another_model_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = tuple(
        case.model_copy(update={"expect": {"date": "2020-01-01"}})
        for case in evaluating.offered([evaluating.suite_named("deadlines")], None)[:1]
    )
    right = evaluating.offered([evaluating.suite_named("deadlines")], None)[1:]
    monkeypatch.setattr(evaluating, "offered", lambda *_: (*wrong, *right))
    monkeypatch.setattr(evaluating, "floors", lambda _: {"deadlines": Floors(floor=0.5)})
    settings = Settings(home=tmp_path / "home", cache=tmp_path / "cache")
    run, _ = evaluate(Wish(("deadlines",)), settings)
    assert run.verdict.broken == (f"deadlines/{wrong[0].id}",)
    assert not run.verdict.passed
    assert binds(run.metadata)
    monkeypatch.setattr(evaluating, "binds", lambda _: False)
    other, _ = evaluate(Wish(("deadlines",)), settings)
    assert other.verdict.passed
    assert not binds(run.metadata.model_copy(update={"model": "openai:x"}))


def test_the_list_takes_over_what_was_run_and_keeps_the_rest() -> None:
    held = frozenset({"deadlines/a", "deadlines/b", "lanes/x", "lanes/gone"})
    known = frozenset({"deadlines/a", "deadlines/b", "deadlines/c", "lanes/x"})
    assert renewed(run_of(a=1.0, b=0.0, c=1.0), held, known) == {"deadlines/a", "deadlines/c", "lanes/x"}
    hosted = run_of(a=1.0).model_copy(update={"metadata": ABOUT.model_copy(update={"model": "openai:x"})})
    with pytest.raises(BadInput, match="another model"):
        renewed(hosted, held, known)


def test_the_command_writes_nothing_for_a_file_that_is_no_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files("evals").joinpath("held.txt").read_text(encoding="utf-8")
    (tmp_path / "a.json").write_text("{}", encoding="utf-8")
    assert main([str(tmp_path / "a.json")]) == 2
    assert "not a run" in capsys.readouterr().err
    assert files("evals").joinpath("held.txt").read_text(encoding="utf-8") == before


def test_on_a_sample_a_floor_is_missed_only_where_the_upper_bound_is_below() -> None:
    few = [judged(f"a{number}", float(number >= 8)) for number in range(130)]  # 93.8 %, up to 96.8 %
    held = {"deadlines": Floors(floor=0.95)}
    assert not judge(few, held).passed
    assert not judge(few, held, whole={"deadlines": 130}).passed
    verdict = judge(few, held, whole={"deadlines": 587})
    assert verdict.passed
    assert verdict_lines(verdict)[0].startswith("PASSED on a sample of 130 of 587 cases")
    many = [judged(f"a{number}", float(number >= 20)) for number in range(130)]
    verdict = judge(many, held, whole={"deadlines": 587})
    assert not verdict.passed
    assert verdict_lines(verdict)[0] == "FAILED on a sample of 130 of 587 cases"


@pytest.mark.parametrize(
    "strict",
    [
        {"held": {"deadlines": Floors(floor=0.5, zero_tolerance=("by hand",))}},
        {"held": {"deadlines": Floors(floor=1.0)}},
        {"held": {}, "broken": ("deadlines/a0",)},
        {"held": {}, "at_least": 0.999},
    ],
)
def test_zero_tolerance_held_cases_and_an_asked_share_are_strict_on_a_sample(strict: dict[str, object]) -> None:
    few = [judged(f"a{number}", float(number > 0)) for number in range(400)]
    assert not judge(few, whole={"deadlines": 587}, **strict).passed


def test_a_limited_run_says_that_it_is_a_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMWRIGHT_HOME", str(tmp_path))
    done = CliRunner().invoke(app, ["eval", "deadlines", "--limit", "6"])
    assert done.exit_code == 0, done.output
    assert "PASSED on a sample of 6 of 159 cases" in done.output
