"""The questions of a verification call, in order, with what the office holds."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assistant.chains.calls.verification_script import verification_script
from assistant.domain.case import Case
from assistant.domain.errors import BadInput
from assistant.rendering.call_script import call_script_text
from assistant.tables.playbooks import playbooks
from assistant.tables.verification import topics
from assistant.tables.verification_families import questions

ON = date(2026, 11, 22)


def test_the_call_about_a_sleep_device() -> None:
    script = verification_script("Northlake Health", "osa_appliance", on=ON, plan="PPO")
    wanted = (
        *("eligible", "plan_type", "funding", "network", "deductible", "percent", "authorization", "referral"),
        *("gap_exception", "frequency", "appeals_address"),
    )
    asked = [question.topic for question in script.questions]
    assert [topic for topic in asked if topic in wanted] == list(wanted)
    assert "missing_tooth" not in asked
    benefit = next(question.ask for question in script.questions if question.topic == "percent")
    assert benefit.startswith("Is E0486,")
    assert script.telephone == "555-0104"
    held = next(question.held for question in script.questions if question.topic == "appeals_address")
    assert held[0].text.startswith("Northlake Health Appeals Unit")


def test_what_the_case_holds_is_to_be_confirmed(crown: dict[str, Any]) -> None:
    script = verification_script("Brightsmile Dental", on=ON, case=Case.model_validate(crown))
    assert (script.lane, script.codes, script.family) == ("dental", ("D2740",), "Crown and core build-up")
    held = {question.topic: [each.text for each in question.held] for question in script.questions}
    assert held["maximum"] == ["1500.00, 900.00 used"]
    assert held["deductible"] == ["50.00, 0.00 met"]
    assert held["network"] == ["in network"]
    assert held["percent"] == ["major 50 percent, basic 80 percent"]
    assert held["waiting_period"] == []


def test_the_sheet_has_room_for_every_answer(crown: dict[str, Any]) -> None:
    script = verification_script("Brightsmile Dental", on=ON, case=Case.model_validate(crown))
    text = call_script_text(script)
    assert text.count("____") == len(script.questions)
    assert "This is Cedar Hollow Dental, calling about benefits." in text
    assert "[[needs: NPI of the practice]]" in text
    assert "we hold: 1500.00, 900.00 used (case.yaml, coverages)" in text
    assert all(line == line.rstrip() for line in text.splitlines())


@pytest.mark.parametrize("playbook", playbooks(), ids=lambda each: each.id)
@pytest.mark.parametrize("lane", ["medical", "dental"])
def test_every_family_has_its_call(playbook: Any, lane: Any) -> None:
    script = verification_script("Own Words Mutual", playbook.id, on=ON, lane=lane)
    asked = [question.topic for question in script.questions]
    assert len(asked) == len(set(asked))
    assert not any("{" in question.ask for question in script.questions)
    assert {topic.topic for topic in topics() if topic.lane in ("both", lane)} <= set(asked)
    assert "No card of this payer is held" in " ".join(script.notes)


def test_extra_questions_belong_to_their_family() -> None:
    assert "pap_trial" in [each.topic for each in questions("medical", "osa_appliance")]
    assert "pap_trial" not in [each.topic for each in questions("medical", "oral_biopsy")]


@pytest.mark.parametrize("family", ["braces for a horse", "dental"])
def test_an_unknown_family_is_refused_with_the_choices(family: str) -> None:
    with pytest.raises(BadInput, match="no one family") as refused:
        verification_script("Northlake Health", family, on=ON)
    assert "dental_implant" in refused.value.fix
