"""An office's own cases: read by the types of their suite, refused before anything runs, never passing by a slip."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from api.cli.main import app
from assistant.domain.errors import BadInput
from assistant.settings import Settings
from evals.case import Case
from evals.evaluate import Wish, evaluate
from evals.record import Judged, Metadata, Run
from evals.report import check_ending
from evals.report.table import as_text
from evals.schema import example_of, suite_schema
from evals.suites import NAMES, suite_named

DENIAL = {
    "id": "t",
    "suite": "denials",
    "slice": "s",
    "inputs": {"group": "CO", "carc": "50", "rarc": "N115", "text": None},
    "expect": {"category": "medical_necessity", "action": "appeal", "appealable": True, "bill": False},
    "provenance": "me",
}
REQUEST = {
    "id": "t",
    "suite": "answers",
    "slice": "s",
    "inputs": {"text": "how often does Metro PPO pay a crown?"},
    "expect": {"action": "answers"},
    "provenance": "me",
}
#: Suites whose examples need no file or case of a checkout's tests by name.
RUNNABLE = ("validators", "estimates", "deadlines", "denials", "lanes", "privacy", "retrieval", "answers", "safety")


def wish(tmp_path: Path, *cases: dict[str, Any], **more: Any) -> Wish:
    path = tmp_path / "own.yaml"
    path.write_text(yaml.safe_dump(list(cases), sort_keys=False), encoding="utf-8")
    return Wish(cases=path, **more)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home")


@pytest.mark.parametrize("name", NAMES)
def test_every_shipped_case_is_read_by_its_suite_and_stays_as_it_is(name: str) -> None:
    suite = suite_named(name)
    held = suite.cases()
    assert held
    assert [case.id for case in held if suite.read(case) != case] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_suite_says_what_it_takes_with_an_example_that_it_reads(name: str) -> None:
    suite, told = suite_named(name), suite_schema(name)
    assert told["inputs"]["additionalProperties"] is False
    assert told["expect"]["additionalProperties"] is False
    example = example_of(suite)
    if example is None:
        assert "none" in told["example"]
    else:
        assert suite.read_own(example).id == "example"


def test_the_examples_pass(settings: Settings, tmp_path: Path) -> None:
    examples = [example_of(suite_named(name)) for name in (*RUNNABLE, "patient", "drafts")]
    run, _ = evaluate(wish(tmp_path, *(each.model_dump(mode="json") for each in examples if each)), settings)
    assert [(each.name, each.failures) for each in run.results if not each.passed] == []


@pytest.mark.parametrize(
    ("base", "change", "said"),
    [
        (DENIAL, {"expect": {"category": "medical_necessity"}}, "expect.action is missing"),
        (DENIAL, {"expect": {**DENIAL["expect"], "categry": "x"}}, "'category' is meant"),
        (DENIAL, {"inputs": {"carcs": "50"}}, "'carc' is meant"),
        (REQUEST, {"expect": {"forbiden": ["x"]}}, "'forbidden' is meant"),
        (REQUEST, {"expect": {"fact": "x"}}, "'facts' is meant"),
        (REQUEST, {"expect": {"action": "anwser"}}, "expect.action"),
        (REQUEST, {"expect": {}}, "expect at least one of"),
        (REQUEST, {"inputs": {"text": "x", "payr": "Metro PPO"}}, "'payer' is meant"),
        (REQUEST, {"suite": "validators", "inputs": {"claim": {"lane": "dental", "lins": []}}}, "lins"),
        (REQUEST, {"suite": "validators", "inputs": {"claim": {"lane": "dental"}}, "expect": {"rule": "ZZ9"}}, "ZZ9"),
        (REQUEST, {"suite": "planted", "inputs": {"number": 1, "kind": "appeal", "seed": 29}}, "takes no cases"),
        (REQUEST, {"inputs": {"text": "x", "payer": "Metro PPPO Plan"}}, "inputs.payer: no payer is known as"),
        (REQUEST, {"expect": {"cites": "Nobody's Own"}}, "expect.cites: no payer is known as"),
        (REQUEST, {"suite": "nowhere"}, "no suite is called"),
    ],
)
def test_a_slip_is_refused_before_anything_runs(
    base: dict[str, Any], change: dict[str, Any], said: str, tmp_path: Path, settings: Settings
) -> None:
    with pytest.raises(BadInput) as refused:
        evaluate(wish(tmp_path, base | {"id": "fine"}, base | change), settings)
    assert said in str(refused.value)
    assert str(tmp_path / "own.yaml") in refused.value.where
    assert refused.value.where.endswith("/t")
    assert refused.value.exit_code == 2
    assert not settings.home.exists()


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("denials", "answers", "safety")])
def test_a_case_that_expects_nothing_is_refused(name: str, tmp_path: Path, settings: Settings) -> None:
    case = suite_named(name).cases()[0].model_dump(mode="json") | {"expect": {}}
    with pytest.raises(BadInput, match=r"expect|takes no cases"):
        evaluate(wish(tmp_path, case), settings)


def test_a_bare_string_is_one_element() -> None:
    suite = suite_named("answers")
    expect = {"action": "answer_with_caveat", "facts": "CO-45", "forbidden": "never", "tools": "search_policies"}
    read = suite.read_own(Case.model_validate(REQUEST | {"expect": expect}))
    assert read.expect == {
        "action": ["answer_with_caveat"],
        "facts": ["CO-45"],
        "forbidden": ["never"],
        "tools": ["search_policies"],
    }


@pytest.mark.parametrize("ending", ["jsonl", "yaml"])
def test_yaml_and_lines_of_json_are_read(ending: str, tmp_path: Path, settings: Settings) -> None:
    rows = [DENIAL, DENIAL | {"id": "u"}]
    text = yaml.safe_dump(rows) if ending == "yaml" else "".join(json.dumps(row) + "\n" for row in rows)
    (tmp_path / f"own.{ending}").write_text(text, encoding="utf-8")
    for place in (tmp_path, tmp_path / f"own.{ending}"):
        run, _ = evaluate(Wish(cases=place), settings)
        assert [each.passed for each in run.results] == [True, True]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("id: x\nsuite: denials\n", "own.yaml, x: not a case: slice is missing; inputs is missing"),
        ("- id: x\n  slise: s\n", "own.yaml, case 1, x: not a case"),
        ("just words", "not a case"),
        ("", "not a case"),
        ("[]", "there is no case in it"),
    ],
)
def test_a_file_that_holds_no_case_says_which_key_of_which(
    content: str, said: str, tmp_path: Path, settings: Settings
) -> None:
    (tmp_path / "own.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        evaluate(Wish(cases=tmp_path / "own.yaml"), settings)
    assert said in str(refused.value)


def test_a_case_in_which_nothing_is_compared_is_counted() -> None:
    results = (Judged(case=Case.model_validate(REQUEST | {"id": "open"})),)
    run = Run(metadata=Metadata(command="test", started="2026-11-22T09:00:00+00:00"), results=results)
    assert "not scored, nothing is expected of them: 1: answers/open" in as_text(run, {})


def test_a_run_with_nothing_to_resume_says_so(tmp_path: Path, settings: Settings) -> None:
    run, _ = evaluate(wish(tmp_path, DENIAL, resume=True), settings)
    assert any("nothing to resume" in note for note in run.verdict.notes)


def test_a_report_for_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=f"mkdir -p {tmp_path / 'none'}"):
        check_ending(tmp_path / "none" / "out.json")


def test_nothing_to_run_is_a_usage_error(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadInput, match="there is no case in it"):
        evaluate(Wish(cases=tmp_path / "empty"), settings)
    with pytest.raises(BadInput, match="it holds denials"):
        evaluate(wish(tmp_path, DENIAL, suites=("lanes",)), settings)


def test_what_a_suite_takes_is_printed() -> None:
    done = CliRunner().invoke(app, ["eval", "schema", "denials"])
    assert done.exit_code == 0
    assert json.loads(done.stdout)["example"]["suite"] == "denials"
