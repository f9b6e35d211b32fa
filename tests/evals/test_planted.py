"""Planted errors in a few drafts: every one is caught, and nothing is cried over. The whole run is a command."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.bootstrap import build_assistant
from assistant.settings import Settings
from evals.planted import __main__ as planting
from evals.planted.bases import TODAY, Base, bases
from evals.planted.planters import PLANTERS
from evals.planted.report import Rate, as_json, markdown, rates
from evals.planted.run import Outcome, add_sentences, drafts, phrases, run
from evals.planted.twins import add_twins, twins

#: Kinds of errors of which none may pass.
ALWAYS = (
    *("code", "tooth", "amount", "date", "deadline", "quote, one word", "quote, other payer"),
    *("quote, superseded version", "enclosure", "identifier", "name", "negation", "status"),
)


@pytest.fixture(scope="module")
def assistant(shipped_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return build_assistant(Settings(home=tmp_path_factory.mktemp("home"), cache=shipped_cache), today=lambda: TODAY)


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> list[Base]:
    return list(bases(7, tmp_path_factory.mktemp("cases")))


@pytest.fixture(scope="module")
def outcome(assistant: Assistant, cases: list[Base]) -> Outcome:
    return run(assistant, cases[3::20], seed=7, kinds=("appeal", "narrative", "explanation"))


def test_there_are_forty_cases_of_many_families_and_payers(cases: list[Base]) -> None:
    assert len(cases) >= 40
    assert len({base.loaded.case.claim.payer for base in cases}) >= 9
    assert len({base.loaded.case.claim.lines[0].code for base in cases}) >= 16


def test_the_same_seed_makes_the_same_cases(cases: list[Base], tmp_path: Path) -> None:
    again = list(bases(7, tmp_path))
    assert [base.loaded.case for base in again] == [base.loaded.case for base in cases]
    assert again[0].loaded.case != next(iter(bases(8, tmp_path))).loaded.case


@pytest.mark.parametrize("kind", ALWAYS)
def test_none_of_these_passes(outcome: Outcome, kind: str) -> None:
    assert [trial for trial in (*outcome.edits, *outcome.worded) if trial.kind == kind and not trial.caught] == []


@pytest.mark.parametrize("name", ["held_out.yaml", "unseen.yaml"])
def test_sentences_that_no_paper_says_are_caught(assistant: Assistant, cases: list[Base], name: str) -> None:
    found = rates(add_sentences(assistant, cases[10:11], seed=3, name=name).edits)
    assert sum(rate.hits for rate in found.values()) >= 0.95 * sum(rate.of for rate in found.values()), found


def test_a_true_sentence_passes_and_its_untrue_twin_blocks(assistant: Assistant, cases: list[Base]) -> None:
    trials = list(add_twins(assistant, cases, seed=7, names=("left joint", "crown and build-up")))
    assert len(trials) >= 20
    assert [trial for trial in trials if trial.caught == (trial.kind == "holds")] == []


def test_there_are_many_twins_of_many_families() -> None:
    pairs = [pair for each in twins().values() for pair in each]
    assert len(twins()) >= 16
    assert len(pairs) >= 80
    assert len({words for pair in pairs for words in pair.values()}) == 2 * len(pairs)


def test_every_kind_has_drafts_to_plant_in(assistant: Assistant, cases: list[Base]) -> None:
    kinds = {drafted.draft.kind for _, drafted, _ in drafts(assistant, cases[:2])}
    assert {"script", "records_reply", "treatment_plan", "appeal", "explanation"} <= kinds


def test_clean_drafts_and_harmless_edits_pass(outcome: Outcome) -> None:
    assert [trial for trial in outcome.clean if trial.caught] == []
    cried = [trial for trial in outcome.harmless if trial.caught]
    assert len(cried) <= 0.02 * len(outcome.harmless), cried


def test_the_lists_are_long_enough_and_share_no_sentence() -> None:
    lists = [
        {words for held in phrases(name).values() for words in held}
        for name in ("phrases.yaml", "held_out.yaml", "unseen.yaml", "colleague.yaml")
    ]
    assert all(len(held) >= 100 for held in lists[1:])
    assert not lists[0] & (lists[1] | lists[2])
    assert not lists[1] & lists[2]
    assert not lists[3] & (lists[0] | lists[1] | lists[2])


def test_the_tables_name_every_kind(outcome: Outcome) -> None:
    text = markdown("command", outcome, {"held_out.yaml": outcome})
    assert "A person's edit, by what was planted" in text
    assert {trial.kind for trial in outcome.edits} <= set(PLANTERS)
    assert all(f"| {kind} |" in text for kind in {trial.kind for trial in outcome.edits})
    assert '"drafts"' in as_json("command", outcome, {})


@pytest.mark.parametrize("given", [["--every", "60"], ["--kinds", "script"]])
def test_a_sample_is_printed_and_leaves_the_kept_tables_alone(
    given: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(planting, "HERE", tmp_path)
    monkeypatch.setattr(planting, "bases", lambda *_: [])
    monkeypatch.setattr(planting, "add_twins", lambda *_, **__: [])
    assert planting.main(given) == 0
    assert not list(tmp_path.iterdir())
    told = capsys.readouterr()
    assert told.out.startswith("# Planted errors")
    assert "a sample is not written" in told.err
    assert planting.main([*given, "-o", str(tmp_path)]) == 0
    assert {path.name for path in tmp_path.iterdir()} == {"results.md", "results.json"}


def test_a_missing_folder_is_refused_before_anything_is_planted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        planting.main(["-o", str(tmp_path / "none")])
    assert left.value.code == 2
    assert f"mkdir -p {tmp_path / 'none'}" in capsys.readouterr().err


def test_bounds_hold_the_share() -> None:
    assert Rate(0, 0).bounds == (0.0, 1.0)
    low, high = Rate(95, 100).bounds
    assert 0.88 < low < 0.95 < high < 0.99
