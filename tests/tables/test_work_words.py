"""Every course of action and every tool has its words."""

from __future__ import annotations

from typing import get_args

from assistant.domain.draft import DraftAction
from assistant.tables.source import document
from assistant.tables.work_words import first_move, steps
from assistant.tools.every import described


def test_every_course_of_action_has_words() -> None:
    assert set(document("work_words.yaml")["first_moves"]) == set(get_args(DraftAction))
    assert all(first_move(action) for action in get_args(DraftAction))


def test_every_tool_has_words_and_no_two_the_same() -> None:
    assert set(steps()) == {tool.name for tool in described()}
    assert len(set(steps().values())) == len(steps())


def test_a_decided_claim_is_not_told_to_wait_and_no_patient_is_billed_unseen() -> None:
    assert first_move("not_ready") == "find out more before anything is sent"
    assert first_move("patient") == "look at whether the patient owes it"
