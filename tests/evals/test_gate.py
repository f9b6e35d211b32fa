"""A broken rule, prompt, passage or threshold each makes the gate fail; unbroken, the same cases pass it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from assistant.domain.caller import LOCAL
from assistant.prompting import header, statements
from assistant.retrieval import sufficiency
from assistant.rules import engine
from assistant.rules.families import all_rules
from assistant.settings import Settings
from evals.case import Case
from evals.gate import Floors, floors, judge
from evals.held import broken, held_cases
from evals.record import Judged, Verdict
from evals.run import judge_case
from evals.score import Score
from evals.suites import NAMES, suite_named
from evals.task import Workbench

Gate = Callable[[str, Callable[[Case], bool]], Verdict]
MANUAL = "brightsmile-manual-2026"


@pytest.fixture(scope="module")
def bench(shipped_cache: Path) -> Iterator[Workbench]:
    held = Workbench(Settings(cache=shipped_cache))
    yield held
    held.close()


def held_to_floors(bench: Workbench, name: str, wanted: Callable[[Case], bool]) -> Verdict:
    """Holds the slices of some cases to the shipped floors; the floor of the whole suite would need all its cases."""
    held = floors()[name].model_copy(update={"floor": 0.0})
    results = ran(bench, name, wanted)
    return judge(results, {name: held}, broken=broken(results, held_cases()))


def ran(bench: Workbench, name: str, wanted: Callable[[Case], bool]) -> list[Judged]:
    suite = suite_named(name)
    cases = [case for case in suite.cases() if wanted(case)]
    assert cases
    return [judge_case(bench, suite, case) for case in cases]


@pytest.fixture(scope="module")
def gate(bench: Workbench) -> Gate:
    return lambda name, wanted: held_to_floors(bench, name, wanted)


def of_teeth(case: Case) -> bool:
    return case.slice in ("TS wrong", "TS right")


def pages(case: Case) -> bool:
    return case.slice == "explanation" and case.inputs["seed"] < 5_010


def of_manual(case: Case) -> bool:
    return case.slice == "isolation" and any(document == MANUAL for document, _ in case.expect["places"])


def unanswerable(case: Case) -> bool:
    return case.slice == "unanswerable near_miss" and case.id.startswith("u")


def unanswered(case: Case) -> bool:
    return case.expect["action"] == ["cannot_answer"] and f"answers/{case.id}" in held_cases()


def quoted(case: Case) -> bool:
    return case.slice == "biller" and bool(case.expect["cites"]) and f"answers/{case.id}" in held_cases()


@pytest.mark.parametrize(
    ("suite", "wanted"),
    [
        ("validators", of_teeth),
        ("patient", pages),
        ("answers", unanswered),
        ("answers", quoted),
        ("retrieval", of_manual),
        ("retrieval", unanswerable),
    ],
    ids=["rule", "prompt", "no answer", "quote", "passage", "threshold"],
)
def test_unbroken_they_pass(gate: Gate, suite: str, wanted: Callable[[Case], bool]) -> None:
    verdict = gate(suite, wanted)
    assert verdict.passed, verdict.breaches


def test_a_broken_rule_fails_the_gate(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    left = tuple(rule for rule in all_rules() if rule.id != "TS01")
    monkeypatch.setattr(engine, "all_rules", lambda: left)
    engine._line_rules.cache_clear()
    try:
        verdict = gate("validators", of_teeth)
    finally:
        engine._line_rules.cache_clear()
    assert not verdict.passed
    assert "TS wrong" in [breach.slice for breach in verdict.breaches]


def test_a_broken_prompt_fails_the_gate(gate: Gate, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    copied = tmp_path / "prompts"
    shutil.copytree(str(files("prompts")), copied)
    page = copied / "statements" / "explanation.md"
    text = page.read_text(encoding="utf-8")
    assert "is {{ fee }}." in text
    promise = "is {{ fee }}. We guarantee that your plan will pay all of it."
    page.write_text(text.replace("is {{ fee }}.", promise), encoding="utf-8")
    monkeypatch.setattr(header, "files", lambda _: copied)
    statements.load_statements.cache_clear()
    try:
        verdict = gate("patient", pages)
    finally:
        statements.load_statements.cache_clear()
    assert not verdict.passed
    assert [breach.slice for breach in verdict.breaches] == ["explanation"]


@pytest.mark.parametrize(
    ("right", "wrong", "wanted", "scorer"),
    [
        ("The documents do not answer this", "Yes, it is covered", unanswered, "no answer states nothing"),
        (
            "{{ payer }}{% endif %}{% if effective_from %}",
            "Some payer{% endif %}{% if effective_from %}",
            quoted,
            "quotes name their payer",
        ),
    ],
    ids=["a no that is a yes", "a quote of nobody"],
)
def test_an_answer_that_lies_fails_the_gate(
    bench: Workbench,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    right: str,
    wrong: str,
    wanted: Callable[[Case], bool],
    scorer: str,
) -> None:
    copied = tmp_path / "prompts"
    shutil.copytree(str(files("prompts")), copied)
    page = copied / "statements" / "answer.md"
    text = page.read_text(encoding="utf-8")
    assert right in text
    page.write_text(text.replace(right, wrong), encoding="utf-8")
    monkeypatch.setattr(header, "files", lambda _: copied)
    statements.load_statements.cache_clear()
    try:
        results = ran(bench, "answers", wanted)
    finally:
        statements.load_statements.cache_clear()
    failed = [each.name for each in results for why in each.failures if why.startswith(scorer)]
    verdict = judge(results, {}, broken=broken(results, held_cases()))
    assert failed
    assert set(failed) <= set(verdict.broken)
    assert not verdict.passed


def test_a_broken_passage_fails_the_gate(shipped_cache: Path, tmp_path: Path) -> None:
    bench = Workbench(Settings(cache=shipped_cache))
    shipped = files("corpus").joinpath("policies", "brightsmile-dental", f"{MANUAL}.md").read_text(encoding="utf-8")
    broken = shipped.replace(f"id: {MANUAL}", f"id: {MANUAL}-b")
    broken = broken.replace("2026-01-01", "2026-06-01", 1).replace("lifetime maximum $1,500", "lifetime maximum $9,500")
    assert "$9,500" in broken
    (tmp_path / f"{MANUAL}-b.md").write_text(broken, encoding="utf-8")
    added = bench.own("retrieval").corpus_add(LOCAL, [tmp_path / f"{MANUAL}-b.md"])
    assert not added.rejected
    verdict = held_to_floors(bench, "retrieval", of_manual)
    bench.close()
    assert not verdict.passed
    assert "isolation" in [breach.slice for breach in verdict.breaches]


def test_a_broken_threshold_fails_the_gate(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sufficiency, "THRESHOLD", 0.05)
    verdict = gate("retrieval", unanswerable)
    assert not verdict.passed
    assert "unanswerable near_miss" in [breach.slice for breach in verdict.breaches]


def judged(value: float | None, name: str = "a", error: str = "") -> Judged:
    case = Case(id=name, suite="s", slice="x", inputs={}, provenance="here")
    return Judged(case=case, scores=(Score(name="n", value=value),), error=error)


def test_unscored_is_neither_passed_nor_failed() -> None:
    assert [judged(value).passed for value in (1.0, 0.5, None)] == [True, False, None]
    assert judged(1.0, error="stopped").passed is False
    assert judge([judged(1.0), judged(None, "b")], {"s": Floors(floor=1.0)}).passed


def test_nothing_scored_is_no_pass() -> None:
    assert not judge([], {}).passed
    assert not judge([judged(None)], {}).passed


def test_one_more_floor_counts_for_every_suite() -> None:
    half = [judged(1.0), judged(0.0, "b")]
    assert judge(half, {}).passed
    assert not judge(half, {}, at_least=0.6).passed
    assert not judge(half, {"s": Floors(floor=0.1, zero_tolerance=("x",))}).passed


def test_every_suite_has_a_floor_and_every_floor_a_slice() -> None:
    held = floors()
    assert set(held) == set(NAMES)
    for name, floor in held.items():
        slices = {case.slice for case in suite_named(name).cases()}
        assert set(floor.slices) | set(floor.zero_tolerance) <= slices, name


def test_the_side_that_nothing_was_tuned_on_has_floors_of_its_own() -> None:
    assert floors("test")["answers"].floor < floors("dev")["answers"].floor == floors()["answers"].floor
    for name, floor in floors("test").items():
        slices = {case.slice for case in suite_named(name).cases() if case.split == "test"}
        assert set(floor.slices) | set(floor.zero_tolerance) <= slices or floor.test_side is None, name
        if (whole := floors()[name]).test_side is not None:
            assert set(whole.slices) <= set(floor.slices), f"{name} leaves out a slice"
            assert set(whole.zero_tolerance) <= set(floor.zero_tolerance), f"{name} forgives more"
