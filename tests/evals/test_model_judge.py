"""A hosted model judges answers over a real connection: it sees no identifier, and decides nothing."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from assistant.models.load import load_chat_model
from evals.case import Case
from evals.model_judge import Tokens, judged_too
from evals.record import Judged
from evals.score import Score


@pytest.fixture(scope="module")
def scripted() -> ModuleType:
    name = "scripted_judge_server"
    spec = importlib.util.spec_from_file_location(name, Path(__file__).parents[1] / "scenarios" / "model_server.py")
    assert spec is not None
    assert spec.loader is not None
    sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


def answered(suite: str = "answers", value: float = 1.0) -> Judged:
    case = Case(id="a", suite=suite, slice="biller", inputs={}, expect={"action": ["answer"]}, provenance="here")
    question = "Patient Ottoline Quillfeather, member ID QH12345678: how often is a crown paid?"
    scores = (Score(name="action", value=value),)
    return Judged(case=case, question=question, text="[answer] Once in 60 months.", scores=scores)


@pytest.mark.parametrize(
    ("said", "value", "why"),
    [
        ("0.25 It names no source.", 0.25, "It names no source."),
        ("1", 1.0, ""),
        ("Sure! I would say it is fine.", None, "no score was said"),
        ("7 out of 10", None, "no score was said"),
        ("", None, "no score was said"),
    ],
)
def test_a_score_beside_the_checks(
    scripted: ModuleType, monkeypatch: pytest.MonkeyPatch, said: str, value: float | None, why: str
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    used = Tokens()
    with scripted.ModelServer(lambda _: scripted.Reply(said)) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        (found,) = judged_too([answered()], load_chat_model("openai:scripted"), used)
        sent = "".join(server.sent)
    score = found.scores[-1]
    assert (score.name, score.value, score.counts) == ("model judge", value, False)
    assert why in score.why
    assert found.passed is True
    assert found.failures == ()
    assert (used.into, used.out) == (1, 1)
    assert "60 months" in sent
    assert "Quillfeather" not in sent
    assert "QH12345678" not in sent


def test_a_model_that_fails_leaves_the_run_as_it_is(scripted: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    with scripted.ModelServer(lambda _: scripted.Reply(status=500, raw=b"{}")) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        wrong, other = judged_too(
            [answered(value=0.0), answered("readers")], load_chat_model("openai:scripted"), Tokens()
        )
    assert wrong.scores[-1].value is None
    assert "failed" in wrong.scores[-1].why
    assert wrong.passed is False
    assert len(other.scores) == 1


def test_praise_of_a_judge_mends_no_failed_check(scripted: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    with scripted.ModelServer(lambda _: scripted.Reply("1 Perfect.")) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        (found,) = judged_too([answered(value=0.0)], load_chat_model("openai:scripted"), Tokens())
    assert found.passed is False
