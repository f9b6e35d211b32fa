"""What is worded of a message that refers to nothing, and of a date far ahead."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.models.embedded.composition import compose
from assistant.models.embedded.understanding import understand

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("text", ["no, the other payer", "what abt under 14?", "same payer"])
def test_a_reference_without_a_thread_is_asked_back(text: str) -> None:
    reply = compose(understand([text], on=TODAY), [], TODAY)
    assert reply.action == "clarify"
    assert reply.questions


@pytest.mark.parametrize(("day", "told"), [("12/31/2099", True), ("12/15/2026", False)])
def test_a_date_far_ahead_is_pointed_out(day: str, told: bool) -> None:
    reply = compose(understand([f"crown on {day} metro ppo, is it covered"], on=TODAY), [], TODAY)
    assert any("more than a year ahead" in each.text for each in reply.statements) is told
