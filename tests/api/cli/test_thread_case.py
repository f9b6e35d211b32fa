"""A thread goes on with the case that it was given, and no other thread does."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from assistant.bootstrap import build_assistant
from assistant.domain.caller import LOCAL, Caller
from assistant.domain.errors import BadInput
from assistant.settings import Settings

Command = Callable[..., Any]
CASE = """
claim:
  lane: dental
  payer: Metro PPO
  lines:
    - {id: "1", code: D9944, date_of_service: 2026-08-18, fee: "480.00"}
"""
GUARD, CROWN = "how often is a night guard paid", "how often is a crown replaced"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    file = tmp_path / "case.yaml"
    file.write_text(CASE, encoding="utf-8")
    return file


def payers(answer: dict[str, Any]) -> set[str]:
    return {citation["payer"] for citation in answer["citations"]}


def test_later_questions_of_the_thread_are_about_its_case(claimwright: Command, case: Path) -> None:
    first = claimwright("ask", GUARD, "--case", case, "--thread", "t", "--json")
    assert "Metro PPO" in payers(first.json)
    assert "Metro PPO" in payers(claimwright("ask", CROWN, "--thread", "t", "--json").json)
    assert "Metro PPO" not in payers(claimwright("ask", CROWN, "--thread", "other", "--json").json)


def test_a_chat_goes_on_with_the_case_of_its_thread(
    claimwright: Command, case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{GUARD}\n"))
    assert "Metro PPO" in claimwright("chat", "--thread", "t", "--case", case).out
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{CROWN}\n"))
    assert "Metro PPO" in claimwright("chat", "--thread", "t").out


def test_a_case_that_is_gone_is_said(claimwright: Command, case: Path) -> None:
    claimwright("ask", GUARD, "--case", case, "--thread", "t")
    case.unlink()
    done = claimwright("ask", CROWN, "--thread", "t")
    assert done.code == 2
    assert "no such file" in done.err


def test_it_is_the_practices_own_and_forgotten_with_the_thread(case: Path, tmp_path: Path) -> None:
    today = [date(2026, 6, 1)]
    assistant = build_assistant(Settings(home=tmp_path / "home"), today=lambda: today[0])
    assistant.keep_thread_case(LOCAL, "t", case)
    assert assistant.thread_case(Caller(practice="another", user="a"), "t") is None
    for _ in range(2):  # each use counts as a new beginning
        today[0] += timedelta(days=80)
        loaded = assistant.thread_case(LOCAL, "t")
        assert loaded is not None
        assert loaded.case.claim.payer == "Metro PPO"
    today[0] += timedelta(days=91)
    assert assistant.thread_case(LOCAL, "t") is None
    case.write_text("- no case", encoding="utf-8")
    assistant.keep_thread_case(LOCAL, "t", case)
    with pytest.raises(BadInput):
        assistant.thread_case(LOCAL, "t")
