"""Short versions of a patient's page, and pages and scripts that a person has edited."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from assistant.chains.edited import check_edited
from assistant.chains.finish import Drafted
from assistant.chains.patient.explanation import draft_explanation
from assistant.chains.patient.script import draft_script
from assistant.domain.errors import BadInput
from assistant.rendering.channels import CHANNELS

Write = Callable[..., Drafted]
Content = dict[str, Any]


def test_the_short_page_keeps_what_is_owed_and_that_it_is_an_estimate(write: Write, crown: Content) -> None:
    draft = write(draft_explanation, crown, channel="short350").draft
    assert len(draft.text.strip()) <= 350
    assert "You may owe $575." in draft.text
    assert "This is an estimate, not a guarantee of payment." in draft.text
    left_out = [finding.message for finding in draft.findings if finding.rule == "PT21"]
    assert any("Tell us if you have one more plan." in message for message in left_out)
    assert draft.status == "ready"


@pytest.mark.parametrize("channel", sorted(CHANNELS))
def test_no_channel_is_exceeded(write: Write, crown: Content, channel: str) -> None:
    draft = write(draft_explanation, crown, channel=channel).draft
    limit = CHANNELS[channel].limit
    assert limit is None or len(draft.text.strip()) <= limit
    assert not [finding for finding in draft.findings if finding.severity == "error"]


def test_channels_that_are_none(write: Write, crown: Content) -> None:
    with pytest.raises(BadInput, match="no channel 'pigeon'"):
        write(draft_explanation, crown, channel="pigeon")
    with pytest.raises(BadInput, match="no version 'nte80'"):
        write(draft_script, crown, about="demanding", channel="nte80")


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("You may owe $575.", "You may owe $557.", "DR21"),
        ("It is not billed", "It is not billed", ""),
        ("Some plans pay only for a lower cost choice.", "Your plan always pays too little.", "DR81"),
        ("Please call us with any question", "This is your last chance, so please call us", "DR81"),
        ("crown (tooth 30)", "crown (tooth 31)", "DR21"),
    ],
)
def test_an_edited_page(write: Write, crown: Content, old: str, new: str, rule: str) -> None:
    drafted = write(draft_explanation, crown)
    edited = check_edited(drafted.draft.text.replace(old, new), drafted)
    found = {finding.rule for finding in edited.findings if finding.severity == "error"}
    assert (rule in found) if rule else not found
    assert (edited.status == "blocked") == bool(rule)
