"""Two models side by side: who passes what, by suite and slice, in every format."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.main import app
from api.cli.output import USAGE
from api.http.page.evaluations import last_runs
from assistant.domain.errors import BadInput
from assistant.settings import Settings
from evals.beside import Beside, beside, run_beside
from evals.case import Case
from evals.evaluate import Wish, evaluate
from evals.gate import Floors, judge, unheard
from evals.journal import keep
from evals.record import Judged, Metadata, Run
from evals.report.beside import as_markdown, as_text, write
from evals.score import Score


def run_of(model: str, **values: tuple[str, float | None, str]) -> Run:
    """A run of cases by name: their slice, what they scored and who answered."""
    results = tuple(
        Judged(
            case=Case(id=name, suite="answers", slice=part, inputs={"n": name}, provenance="test"),
            scores=(Score(name="x", value=value),),
            by=by,
            error="stopped" if by == "nobody" else "",
        )
        for name, (part, value, by) in values.items()
    )
    about = Metadata(command="test", started="2026-11-22T09:00:00+00:00", model=model, tokens_in=1_400, tokens_out=60)
    return Run(metadata=about, results=results, verdict=judge(results, {"answers": Floors(floor=0.5)}))


@pytest.fixture
def found() -> Beside:
    names = [f"b{number}" for number in range(8)]
    embedded = {name: ("biller", 1.0, "embedded") for name in names}
    hosted = {name: ("biller", 0.0, "openai:scripted") for name in names}
    more = {"d1": ("dentist", 0.0, "embedded"), "d2": ("dentist", 1.0, "embedded"), "d3": ("dentist", None, "embedded")}
    other = {"d1": ("dentist", 1.0, "openai:scripted"), "d2": ("dentist", 1.0, "embedded"), "d3": ("dentist", 1.0, "")}
    return beside(run_of("embedded", **embedded, **more), run_of("openai:scripted", **hosted, **other))


def test_each_suite_and_slice_says_who_passes_what_and_whether_that_is_chance(found: Beside) -> None:
    assert [(line.suite, line.slice) for line in found.lines] == [
        ("answers", ""),
        ("answers", "biller"),
        ("answers", "dentist"),
        ("all", ""),
    ]
    whole, biller, dentist, _ = found.lines
    assert (whole.embedded.passed, whole.hosted.passed, whole.embedded.of) == (9, 2, 10)
    assert (biller.only_embedded, biller.only_hosted, biller.difference) == (8, 0, -1.0)
    assert round(biller.p, 4) == 0.0078
    assert (dentist.only_hosted, dentist.difference, dentist.p) == (1, 0.5, 1.0)


def test_a_case_that_one_run_could_not_score_counts_for_neither(found: Beside) -> None:
    assert found.lines[2].embedded.of == found.lines[2].hosted.of == 2


def test_who_really_answered_is_told(found: Beside) -> None:
    assert (found.hosted_cost.by_itself, found.hosted_cost.told) == (9, 10)
    assert "openai:scripted answered 9 of 10 by itself" in as_text(found)
    assert "1,400 tokens in and 60 out" in as_text(found)
    stopped = beside(run_of("embedded"), run_of("openai:scripted", a=("biller", None, "nobody")))
    assert "1 cases stopped with an error" in as_text(stopped)


def test_either_below_its_floor_fails(found: Beside) -> None:
    assert found.embedded.verdict.passed
    assert not found.hosted.verdict.passed
    assert not found.passed
    assert "openai:scripted: answers: 27.3% of 11 is below the floor of 50.0%" in as_text(found)


def test_files_say_what_the_exit_code_says(tmp_path: Path) -> None:
    worse, better = run_of("embedded", a=("biller", 0.0, "embedded")), run_of("x:y", a=("biller", 1.0, "x:y"))
    found = beside(worse, better)
    assert better.verdict.passed
    assert not found.passed
    for end in ("html", "xml"):
        write(tmp_path / f"out.{end}", found)
        assert "embedded, answers: 0.0% of 1 is below the floor" in (tmp_path / f"out.{end}").read_text(
            encoding="utf-8"
        )
    assert "FAILED\n" in (tmp_path / "out.html").read_text(encoding="utf-8")
    assert 'name="gate, no case" tests="1" failures="1"' in (tmp_path / "out.xml").read_text(encoding="utf-8")


def test_every_format_has_the_one_table(found: Beside, tmp_path: Path) -> None:
    for end in ("json", "html", "md", "xml"):
        write(tmp_path / f"out.{end}", found)
    assert Beside.model_validate(json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))) == found
    markdown, page = as_markdown(found), (tmp_path / "out.html").read_text(encoding="utf-8")
    assert "|  | biller | 8/8 100.0% | 0/8 0.0% | -100.0 | 8 | 0 | 0.008 |" in markdown
    assert "Embedded beside openai:scripted" in page
    assert "<mark>0.008</mark>" in page
    assert "Against the embedded model" in page
    assert "the last run" not in page
    junit = (tmp_path / "out.xml").read_text(encoding="utf-8")
    assert '<testsuites name="claimwright eval, 11 cases and the gate" tests="12"' in junit
    with pytest.raises(BadInput):
        write(tmp_path / "out.pdf", found)


def test_without_a_model_there_is_nothing_beside_the_embedded_one(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no hosted model"):
        run_beside(Wish(), Settings(home=tmp_path / "home", cache=tmp_path / "cache"))
    done = CliRunner().invoke(app, ["eval", "beside", "answers"])
    assert done.exit_code == USAGE or isinstance(done.exception, BadInput)


def test_of_a_model_that_answered_less_than_half_there_is_no_verdict(tmp_path: Path) -> None:
    names = [f"b{number}" for number in range(5)]
    embedded = run_of("embedded", **{name: ("biller", 1.0, "embedded") for name in names})
    dead = run_of("openai:scripted", **{name: ("biller", 1.0, "embedded") for name in names})
    reason = unheard(dead.results, "openai:scripted")
    assert reason.startswith("openai:scripted answered 0 of 5 itself, less than half")
    dead = dead.model_copy(update={"verdict": judge(dead.results, {}, undecided=reason)})
    found = beside(embedded, dead)
    assert not found.passed
    assert f"openai:scripted: NO VERDICT: {reason}" in as_text(found)
    for end in ("html", "xml", "md", "json"):
        write(tmp_path / f"out.{end}", found)
        assert reason in (tmp_path / f"out.{end}").read_text(encoding="utf-8")
    assert '<p class="verdict bad">NO VERDICT: ' in (tmp_path / "out.html").read_text(encoding="utf-8")
    keep(tmp_path, dead)
    page = last_runs(tmp_path)
    assert page is not None
    assert f"no verdict: {reason}" in page.rows[0]


def test_requests_that_rules_settle_do_not_count_against_a_model() -> None:
    rules = {f"r{number}": ("biller", 1.0, "rules") for number in range(9)}
    alive = run_of("openai:scripted", a=("biller", 1.0, "openai:scripted"), b=("biller", 1.0, "embedded"), **rules)
    assert unheard(alive.results, "openai:scripted") == ""
    assert unheard(run_of("openai:scripted", **rules).results, "openai:scripted") == ""
    assert unheard(run_of("embedded", a=("biller", 1.0, "embedded")).results, "embedded") == ""


def test_a_model_that_cannot_be_reached_gets_no_verdict(
    tmp_path: Path, shipped_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    settings = Settings(home=tmp_path, cache=shipped_cache, model="openai:scripted", model_retries=0)
    run, _ = evaluate(Wish(("answers",), limit=2), settings)
    assert run.verdict.undecided
    assert not run.verdict.passed
