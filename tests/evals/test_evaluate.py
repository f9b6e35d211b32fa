"""An evaluation from start to end on cheap suites: resumed, repeated, reported and compared."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from typer.testing import CliRunner

from api.cli.main import app
from assistant.domain.errors import BadInput
from assistant.domain.feedback import Feedback
from assistant.settings import Settings
from evals import run as running
from evals.case import Case, distinct, read_cases
from evals.compare import as_text, compare
from evals.evaluate import Wish, _cost, evaluate
from evals.feedback import candidate, write_candidates
from evals.journal import KEPT, Journal, keep, last_runs, past_runs
from evals.model_judge import Tokens
from evals.record import Judged, Metadata, Run, as_json, read_run
from evals.report import write
from evals.report.page import as_page
from evals.report.table import as_text as table_text
from evals.run import run_cases, spread
from evals.schema import case_schema
from evals.score import Score
from evals.suites import NAMES, suite_named

ABOUT = Metadata(command="test", started="2026-11-22T09:00:00+00:00")


def judged(name: str, value: float | None, said: str = "") -> Judged:
    case = Case(id=name, suite="deadlines", slice="by hand", inputs={"n": name}, provenance="test")
    return Judged(case=case, question=said, scores=(Score(name="x", value=value, why=said),))


def run_of(**values: float | None) -> Run:
    return Run(metadata=ABOUT, results=tuple(judged(name, value) for name, value in values.items()))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", cache=tmp_path / "cache")


def test_there_are_a_thousand_cases_with_names_of_their_own() -> None:
    cases = [case for name in NAMES for case in suite_named(name).cases()]
    assert len(distinct(cases)) == len(cases) >= 1_000
    assert {case.split for case in cases} == {"dev", "test"}
    assert all(case.provenance and case.slice for case in cases)
    assert all(json.dumps(case.model_dump()) for case in cases)
    assert {case.suite for case in cases} == set(NAMES)


@pytest.mark.parametrize("name", ["validators", "estimates", "deadlines", "readers", "injection", "patient"])
def test_the_same_seed_makes_the_same_cases(name: str) -> None:
    assert suite_named(name).cases() == suite_named(name).cases()


def test_a_run_holds_what_it_was_made_with_and_one_verdict(settings: Settings) -> None:
    run, earlier = evaluate(Wish(("deadlines", "denials"), limit=12), settings)
    assert earlier == ()
    assert run.suites() == ("deadlines", "denials")
    assert len(run.results) == 24
    assert run.verdict.passed
    assert len(run.metadata.corpus) == len(run.metadata.prompts) == 12
    assert run.metadata.seed == {"deadlines": 31}
    again, earlier = evaluate(Wish(("deadlines", "denials"), limit=12), settings)
    assert earlier[0] == run
    assert [each.scores for each in again.results] == [each.scores for each in run.results]


def test_what_a_run_cost_is_known_where_the_prices_are(settings: Settings) -> None:
    priced = settings.model_copy(update={"model_price_in": Decimal(2), "model_price_out": Decimal(10)})
    assert _cost(Tokens(1_000_000, 50_000), priced) == Decimal("2.5")
    assert _cost(Tokens(1_000_000, 50_000), settings) is None


def test_one_side_of_the_split_is_run_alone(settings: Settings) -> None:
    run, _ = evaluate(Wish(("deadlines",), split="test", limit=5), settings)
    assert {each.case.split for each in run.results} == {"test"}


def test_an_interrupted_run_goes_on_where_it_stopped(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    calls: list[str] = []
    judge = running.judge_case

    def stopping(*given: object) -> Judged:
        calls.append("")
        if len(calls) == 5:
            raise KeyboardInterrupt
        return judge(*given)

    monkeypatch.setattr(running, "judge_case", stopping)
    with pytest.raises(KeyboardInterrupt):
        evaluate(Wish(("deadlines",), limit=9), settings)
    run, _ = evaluate(Wish(("deadlines",), limit=9, resume=True), settings)
    assert len(run.results) == 9
    assert len(calls) == 5 + 5  # four were kept, the fifth is tried again


def test_runs_of_one_second_are_kept_beside_each_other_and_the_oldest_go(tmp_path: Path) -> None:
    made = [run_of(a=float(number % 2)) for number in range(KEPT + 2)]
    times = [f"2026-11-22T09:00:{number // 2:02d}+00:00" for number in range(KEPT + 2)]
    runs = [
        run.model_copy(update={"metadata": ABOUT.model_copy(update={"started": time})})
        for run, time in zip(made, times, strict=True)
    ]
    for run in runs:
        keep(tmp_path, run)
    assert last_runs(tmp_path) == tuple(reversed(runs[2:]))
    assert [past.total for past in past_runs(tmp_path)] == [(number % 2, 1) for number in reversed(range(2, KEPT + 2))]
    (tmp_path / "past-run-2.json").write_text("{", encoding="utf-8")
    assert len(past_runs(tmp_path)) == KEPT


def test_a_line_that_was_cut_off_is_run_again(tmp_path: Path) -> None:
    journal = Journal(tmp_path, "x")
    journal.add(judged("a", 1.0))
    with (tmp_path / "x.jsonl").open("a", encoding="utf-8") as stream:
        stream.write('{"case": {"id"')
    assert [each.case.id for each in journal.done()] == ["a"]


def test_processes_give_what_one_gives(settings: Settings) -> None:
    suite = suite_named("deadlines")
    cases = spread(suite.cases(), 10)
    alone = run_cases({"deadlines": suite}, cases, settings)
    assert [each.scores for each in run_cases({"deadlines": suite}, cases, settings, jobs=2)] == [
        each.scores for each in alone
    ]


def test_a_task_that_stops_is_a_failed_case(settings: Settings) -> None:
    case = Case(
        id="x", suite="readers", slice="x", inputs={"file": "nowhere"}, expect={"record": {}}, provenance="test"
    )
    found = run_cases({"readers": suite_named("readers")}, [case], settings)[0]
    assert found.passed is False
    assert "FileNotFoundError" in found.error


def test_fixed_and_broken_are_told_apart() -> None:
    first = run_of(a=1.0, b=0.0, c=1.0, d=0.0, e=None)
    found = compare(first, run_of(a=1.0, b=1.0, c=0.5, d=0.0, e=1.0, f=1.0))
    assert (found.fixed, found.broken, found.unchanged) == (("deadlines/b",), ("deadlines/c",), 2)
    assert found.p == 1.0
    assert found.only_second == 2
    assert "- deadlines/c" in as_text(found)


@pytest.mark.parametrize("passed", [True, False])
def test_text_files_and_exit_code_say_the_same(tmp_path: Path, passed: bool) -> None:
    floor = [] if passed else ["--cases", str(tmp_path / "wrong.yaml")]
    wrong = suite_named("deadlines").cases()[0].model_dump() | {"expect": {"date": "2020-01-01"}}
    (tmp_path / "wrong.yaml").write_text(yaml.safe_dump(wrong | {"tags": []}), encoding="utf-8")
    outs = [word for end in ("json", "html", "xml", "md") for word in ("-o", str(tmp_path / f"out.{end}"))]
    done = CliRunner().invoke(app, ["eval", "deadlines", "--limit", "6", *floor, *outs])
    assert done.exit_code == (0 if passed else 1), done.output
    assert ("PASSED" in done.output, "FAILED" in done.output) == (passed, not passed)
    assert ("deadlines/" in done.output, "2020-01-01" in done.output) == (not passed, not passed)
    assert read_run(tmp_path / "out.json").verdict.passed is passed
    failures = int(ElementTree.parse(tmp_path / "out.xml").getroot().attrib["failures"])  # our own
    assert (failures == 0) is passed
    for name in ("out.html", "out.md"):
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert ("PASSED" in text, "FAILED\n" in text) == (passed, not passed)


@pytest.mark.parametrize("words", [["no-such-suite"], ["deadlines", "-o", "x.pdf"], ["deadlines", "--min-pass", "3"]])
def test_a_wrong_word_is_a_usage_error(words: list[str]) -> None:
    from api.cli.output import USAGE

    done = CliRunner().invoke(app, ["eval", *words])
    assert done.exit_code == USAGE or isinstance(done.exception, BadInput)


def test_the_page_brings_everything_and_runs_nothing_of_a_case() -> None:
    hostile = '</script><script>alert(1)</script><img src="https://x.example/a">'
    page = as_page(Run(metadata=ABOUT, results=(judged("a", 0.0, hostile),)), (run_of(a=1.0),))
    assert "<script>alert" not in page
    assert "<img" not in page
    own = re.sub(r'type="application/json">.*?</script>', "", page, flags=re.DOTALL)
    assert not re.search(r"(?:src|href)=|@import|url\(", own)
    assert page.count("</script>") == 2
    assert "<svg" in page
    data = re.search(r'type="application/json">(.*?)</script>', page, re.DOTALL)
    assert data is not None
    assert json.loads(data[1])[0]["q"] == hostile


def test_cases_are_found_by_payer_tag_and_gate() -> None:
    case = Case(
        id="a", suite="retrieval", slice="isolation", inputs={"payer": "Metro PPO"}, tags=("typed",), provenance="x"
    )
    other = case.model_copy(
        update={"id": "b", "slice": "table", "inputs": {"claim": {"payer": "Northlake"}}, "tags": ()}
    )
    page = as_page(Run(metadata=ABOUT, results=(Judged(case=case), Judged(case=other))))
    data = re.search(r'type="application/json">(.*?)</script>', page, re.DOTALL)
    assert data is not None
    rows = json.loads(data[1])
    assert [(row["y"], row["g"], row["z"]) for row in rows] == [
        ("Metro PPO", ["typed"], "zero tolerance"),
        ("Northlake", [], "floor of the suite"),
    ]
    assert all(f'id="f-{name}"' in page for name in "ygz")


def test_the_page_shows_what_the_last_run_had() -> None:
    now, before = run_of(a=1.0, b=1.0), run_of(a=0.0, b=1.0)
    changed = before.results[0].model_copy(update={"text": "as it was", "tools": ("search_policies",)})
    page = as_page(now, (before.model_copy(update={"results": (changed, before.results[1])}),))
    data = re.search(r'type="application/json">(.*?)</script>', page, re.DOTALL)
    assert data is not None
    first, second = json.loads(data[1])
    assert (first["b"], first["h"], first["m"]) == ("as it was", ["search_policies"], [["x", 0.0, 1.0]])
    assert not {"b", "h", "m"} & set(second)


def test_a_run_survives_its_file(tmp_path: Path) -> None:
    run = run_of(a=1.0, b=None)
    write(tmp_path / "a.json", run)
    assert read_run(tmp_path / "a.json") == run
    assert as_json(run) == (tmp_path / "a.json").read_text(encoding="utf-8")
    (tmp_path / "b.json").write_text("{}", encoding="utf-8")
    with pytest.raises(BadInput, match="not a run"):
        read_run(tmp_path / "b.json")


@pytest.fixture
def remark() -> Callable[..., Feedback]:
    def made(**said: object) -> Feedback:
        content = {
            "id": "feedback_abcdefgh1234",
            "at": datetime(2026, 11, 20, 9, tzinfo=UTC),
            "practice": "local",
            "user": "dana",
            "trace_id": "t1",
            "verdict": "wrong",
            "question": "how often does metro ppo pay a crown",
            "comment": "it is 84 months",
            "action": "answer",
        }
        return Feedback.model_validate(content | said)

    return made


def test_a_remark_becomes_a_case_that_counts_only_when_completed(
    remark: Callable[..., Feedback], tmp_path: Path
) -> None:
    wrong, right = candidate(remark()), candidate(remark(verdict="right"))
    assert wrong.expect["action"] == []
    assert right.expect["action"] == ["answer"]
    assert "answer" in candidate(remark(verdict="right", action="redact_and_answer")).expect["action"]
    assert candidate(remark(reasons=("should_refuse",))).suite == "safety"
    written = write_candidates((remark(), remark(question=" ")), tmp_path)
    assert [case.id for case, _ in read_cases(tmp_path)] == [wrong.id]
    assert write_candidates((remark(),), tmp_path) == ()
    assert "it is 84 months" in written[0].read_text(encoding="utf-8")


def test_a_file_that_is_no_case_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("id: x", encoding="utf-8")
    with pytest.raises(BadInput, match=r"a\.yaml"):
        list(read_cases(tmp_path))


def test_the_schema_beside_the_cases_is_that_of_a_case() -> None:
    held = json.loads(files("evals").joinpath("cases", "case.schema.json").read_text(encoding="utf-8"))
    assert held == case_schema()


def test_changes_that_were_not_committed_are_no_same_commit() -> None:
    clean = run_of(a=1.0).model_copy(update={"metadata": ABOUT.model_copy(update={"commit": "abc", "changed": False})})
    changed = clean.model_copy(update={"metadata": clean.metadata.model_copy(update={"changed": True})})
    assert compare(clean, clean).differs == ()
    assert compare(clean, changed).differs == ("commit: abc -> abc with changes",)
    assert compare(changed, changed).differs == ("commit: abc with changes -> abc with changes",)
    assert "same commit" not in as_text(compare(changed, changed))


def test_runs_without_a_case_in_common_are_not_compared(tmp_path: Path) -> None:
    write(tmp_path / "a.json", run_of(a=1.0))
    write(tmp_path / "b.json", run_of(b=1.0))
    done = CliRunner().invoke(app, ["eval", "compare", str(tmp_path / "a.json"), str(tmp_path / "b.json")])
    assert done.exit_code == 2
    assert "nothing to compare: no case is in both" in done.output
    assert "no difference" not in done.output


def test_the_terminal_says_what_broke_since_the_last_run() -> None:
    now, before = run_of(a=0.0, b=1.0), run_of(a=1.0, b=0.0)
    assert "1 broken since the last run: deadlines/a; 1 fixed, 0 unchanged" in table_text(now, {}, (before,))
    assert "since the last run" not in table_text(now, {}, (run_of(c=1.0),))
    assert "since the last run" not in table_text(now, {})
