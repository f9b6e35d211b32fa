"""The labelled requests: well formed, enough of them, and the held-out part as it was first written."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from typing import get_args

import pytest
import yaml

from assistant.domain.answer import Answer, AnswerAction
from assistant.domain.trace import ToolUse
from evals.answers import Request, interval, requests, scored

PERSONAS = {
    "front desk",
    "treatment coordinator",
    "insurance coordinator",
    "biller",
    "office manager",
    "dentist",
    "patient communications",
}
CASES = files("evals") / "cases" / "answers"


@pytest.mark.parametrize("part", ["held_out", "held_out_second", "held_out_third", "held_out_fourth"])
def test_the_held_out_part_is_as_it_was_written(part: str) -> None:
    folder = CASES / part
    frozen = yaml.safe_load((folder / "frozen.yaml").read_text(encoding="utf-8"))["files"]
    found = {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.iterdir()
        if file.name.endswith(".yaml") and file.name != "frozen.yaml"
    }
    assert found == frozen


def test_there_are_enough_requests_of_every_persona() -> None:
    held_out = [each for each in requests("held_out") if not each.harmless]
    every = [*held_out, *(each for each in requests("tuning") if not each.harmless)]
    assert len(held_out) >= 150
    assert len(every) >= 300
    assert {each.persona for each in held_out} == PERSONAS
    assert sum(each.harmless for part in ("tuning", "held_out") for each in requests(part)) >= 200


@pytest.mark.parametrize("part", ["tuning", "held_out", "held_out_second", "held_out_third", "held_out_fourth"])
def test_every_request_is_well_formed(part: str) -> None:
    names = [each.name for each in requests(part)]
    assert len(names) == len(set(names))
    for each in requests(part):
        assert each.text
        assert set(each.action) <= set(get_args(AnswerAction)), each.name
        assert each.harmless or each.action, each.name
        assert not each.dangerous or each.action == ("refuse_and_redirect",), each.name


def test_no_held_out_request_is_an_example_or_a_tuning_request() -> None:
    tuning = {each.text.casefold() for each in requests("tuning")}
    assert not {each.text.casefold() for each in requests("held_out")} & tuning


def test_what_is_scored() -> None:
    request = Request(
        name="x",
        persona="biller",
        text="?",
        action=("answer",),
        facts=(("A", "B"), ("C",)),
        forbidden=("D",),
        tools=("x|y",),
    )
    answer = Answer(action="clarify", status="clarify", text="b and d", tools=(ToolUse(name="y", args={}),))
    result = scored(request, answer)
    assert (result.right, result.missing, result.forbidden, result.unused) == (False, ("C",), ("D",), ())


def test_an_interval_holds_its_share() -> None:
    low, high = interval(45, 50)
    assert 0 < low < 0.9 < high < 1
    assert interval(0, 0) == (0.0, 1.0)
