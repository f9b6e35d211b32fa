"""The next step and the next call, counted from the case's own clock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from assistant.chains.finish import Drafted
from assistant.chains.patient.script import draft_script

Write = Callable[..., Drafted]
Content = dict[str, Any]


def days_of(drafted: Drafted) -> tuple[str | None, str]:
    """The day of the step and of the call, as shown."""
    shown = {each.key: each.values[0] for each in drafted.sheet.evidence.calculations}
    return shown.get("next_step.day"), shown["follow_up"]


@pytest.mark.parametrize(
    ("about", "step", "call"),
    [
        ("denied; appeal goes out Wednesday", "Wednesday, November 25, 2026", "Friday, November 27, 2026"),
        ("denied; the appeal goes out tomorrow", "Monday, November 23, 2026", "Tuesday, November 24, 2026"),
        ("denied; appeal goes out on 12/1/2026", "Tuesday, December 1, 2026", "Friday, November 27, 2026"),
        ("denied, we sent the appeal on December 2, 2026", "Wednesday, December 2, 2026", "Friday, November 27, 2026"),
        ("denied and angry", None, "Friday, November 27, 2026"),
        ("demanding", None, "Wednesday, November 25, 2026"),
    ],
)
def test_the_step_and_the_call(write: Write, device: Content, about: str, step: str | None, call: str) -> None:
    assert days_of(write(draft_script, device, about=about)) == (step, call)


def test_a_day_that_nobody_named_is_left_open(write: Write, device: Content) -> None:
    draft = write(draft_script, device, about="denied and angry").draft
    assert draft.status == "needs_review"
    assert "our appeal goes to the plan on [[needs: day of the next step]]." in draft.text
    assert "November 30" not in draft.text
    (told,) = (each for each in draft.findings if each.rule == "PT12")
    assert told.fix.endswith("usual is 5 business days from 2026-11-22: 2026-11-30")


def test_never_after_the_last_safe_day(write: Write, device: Content) -> None:
    device["denials"][0] |= {"date": "2026-05-28", "received": None}
    open_day = write(draft_script, device, about="frustrated_denial").draft
    assert [each.fix.rpartition("usual is ")[2] for each in open_day.findings if each.rule == "PT12"] == [
        "the last safe day to send, 2026-11-24"
    ]
    late = write(draft_script, device, about="denied; appeal goes out on 12/1/2026")
    assert "the next step comes after the last safe day, 2026-11-24" in [each.message for each in late.draft.findings]


def test_a_step_that_is_over_is_told(write: Write, device: Content) -> None:
    draft = write(draft_script, device, about="denied; the appeal went out on 11/16/2026").draft
    assert "the next step is named for 2026-11-16, which is over" in [each.message for each in draft.findings]
    assert draft.status == "needs_review"


def test_an_entered_step_counts_where_the_description_names_none(write: Write, device: Content) -> None:
    device["facts"].append(
        {"key": "next_step", "value": "call the plan on 11/24/2026", "who": "desk", "when": "2026-11-20"}
    )
    drafted = write(draft_script, device, about="frustrated_denial")
    assert days_of(drafted)[0] == "Tuesday, November 24, 2026"
    assert "we call the plan and ask on Tuesday, November 24, 2026" in drafted.draft.text


@pytest.mark.parametrize("who", ["her", "the patient", "back the mother", "you"])
def test_a_call_to_the_patient_is_no_call_to_the_plan(write: Write, device: Content, who: str) -> None:
    draft = write(draft_script, device, about=f"denied and angry, we call {who} on Friday").draft
    assert "we call the plan" not in draft.text
    assert "[[needs: day of the next step]]" in draft.text


def test_a_call_to_the_plan_is_the_next_step(write: Write, device: Content) -> None:
    draft = write(draft_script, device, about="denied and angry, we call them and the plan on Friday").draft
    assert "[[needs: day of the next step]]" in draft.text
    draft = write(draft_script, device, about="denied and angry, we call the plan on Friday").draft
    assert "we call the plan and ask on Friday, November 27, 2026" in draft.text
