"""Scripts: four beats, identity first, a date, and nothing of the case in a text message."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from assistant.chains.finish import Drafted
from assistant.chains.patient.script import draft_script
from assistant.chains.patient.versions import seconds, words_of
from assistant.domain.errors import BadInput
from assistant.recognise.readability import readability
from assistant.tables.conversations import conversations

Write = Callable[..., Drafted]
Content = dict[str, Any]

ORTIZ = "Mr. Ortiz is furious, appliance claim denied, he thinks we messed up; appeal goes out Wednesday."
KINDS = [each.id for each in conversations()]


def test_the_angry_call_about_a_denied_appliance(write: Write, device: Content) -> None:
    draft = write(draft_script, device, about=ORTIZ).draft
    phone = words_of(draft.statements, "phone")
    order = [
        phone.index(said)
        for said in (
            "please tell me your full name, your date of birth",
            "I can hear how upsetting this is.",
            "The plan did not pay for your custom sleep device",
            "We are going through our part of the claim line by line",
            "Your plan said that the care was not needed.",
            "our appeal goes to the plan on Wednesday, November 25, 2026.",
            "I will call you on Friday, November 27, 2026, with news or without.",
        )
    ]
    assert order == sorted(order)
    assert 60 <= seconds(phone) <= 110
    portal = words_of(draft.statements, "portal")
    assert portal.startswith("Dear Luis Ortiz,")
    assert "our appeal goes to the plan on Wednesday, November 25, 2026." in portal
    sms = words_of(draft.statements, "sms").strip()
    assert sms == (
        "Cedar Hollow Dental Sleep: there is news on your question. "
        "Please log in to our portal or call us at 555-0130. We will call you on Friday, November 27, 2026."
    )
    assert len(sms) <= 160
    log = words_of(draft.statements, "log")
    assert log.startswith("November 22, 2026 | phone, portal or text: ____ | Frustrated over a denied claim")
    assert draft.status == "ready"


def test_a_step_on_a_holiday_is_told(write: Write, device: Content) -> None:
    draft = write(draft_script, device, about=ORTIZ.replace("Wednesday", "Thursday")).draft
    assert draft.status == "needs_review"
    assert "2026-11-26 is no business day (Thanksgiving Day)" in [finding.message for finding in draft.findings]


@pytest.mark.parametrize("kind", KINDS)
def test_every_conversation_in_every_version(write: Write, device: Content, crown: Content, kind: str) -> None:
    for content in (device, crown):
        draft = write(draft_script, content, about=kind).draft
        assert not [finding for finding in draft.findings if finding.severity == "error"]
        for place in ("phone", "portal", "sms"):
            text = words_of(draft.statements, place)
            grade = readability(text).grade
            assert grade is not None
            assert grade <= 8
        sms = words_of(draft.statements, "sms").strip()
        assert len(sms) <= 160
        told = [word for word in ("crown", "device", "northlake", "brightsmile", "$", "deni") if word in sms.casefold()]
        assert told == []
        assert 50 <= seconds(words_of(draft.statements, "phone")) <= 110
        beats = [each.section for each in draft.statements if each.section.startswith("phone:")]
        assert list(dict.fromkeys(beats))[:6] == [
            "phone:open",
            "phone:identity",
            "phone:hear",
            "phone:restate",
            "phone:facts",
            "phone:next",
        ]


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_facts_in_phone_and_portal(write: Write, device: Content, kind: str) -> None:
    statements = write(draft_script, device, about=kind).draft.statements
    told = {
        place: [
            (each.text, each.sources)
            for each in statements
            if each.section == f"{place}:facts" and each.id.endswith(f"_{place}")
        ]
        for place in ("phone", "portal")
    }
    assert told["phone"] == told["portal"]
    assert told["phone"]


@pytest.mark.parametrize(
    ("about", "kind"),
    [
        (ORTIZ, "frustrated_denial"),
        ("She calls with a list of questions about her benefits", "benefit_questions"),
        ("patient is yelling, demands the manager and accuses us", "demanding"),
        ("He is confused, please explain the deductible", "unclear_benefits"),
        ("it has been months, this is taking so long", "complaint_delay"),
        ("your estimate said less, her bill is higher", "complaint_estimate"),
        ("where is my claim, nobody told me the status", "complaint_status"),
    ],
)
def test_a_description_finds_its_conversation(write: Write, device: Content, about: str, kind: str) -> None:
    draft = write(draft_script, device, about=about).draft
    title = next(each.title for each in conversations() if each.id == kind)
    assert title in words_of(draft.statements, "log")


@pytest.mark.parametrize("about", ["", "   ", None, "zzz"])
def test_no_description_fits(write: Write, device: Content, about: str | None) -> None:
    with pytest.raises(BadInput, match="conversation"):
        write(draft_script, device, about=about)


@pytest.mark.parametrize("version", ["phone", "portal", "sms"])
def test_one_version_alone(write: Write, device: Content, version: str) -> None:
    draft = write(draft_script, device, about="frustrated_denial", channel=version).draft
    assert {each.section.partition(":")[0] for each in draft.statements} == {version}


def test_a_denial_is_not_told_where_there_is_none(write: Write, crown: Content) -> None:
    draft = write(draft_script, crown, about="frustrated_denial").draft
    assert draft.status == "not_found"
    assert "PT13" in [finding.rule for finding in draft.findings]


def test_the_two_numbers_of_an_estimate(write: Write, device: Content) -> None:
    device["denials"][0] |= {"group": "PR", "carc": "96", "rarc": None, "amount": "900.00"}
    device["facts"].append({"key": "estimate_given", "value": "575.00", "who": "desk", "when": "2026-08-01"})
    draft = write(draft_script, device, about="complaint_estimate").draft
    assert "We told you to expect $575. By the plan's answer, your part is $900." in draft.text


def test_what_is_missing_is_a_blank(write: Write, crown: Content) -> None:
    draft = write(draft_script, crown, about="complaint_delay").draft
    assert {mark.text for mark in draft.placeholders} == {
        "[[needs: day of the next step]]",
        "[[needs: day the claim was sent]]",
        "[[needs: where the claim lies]]",
        "[[needs: patient name]]",
    }


def test_a_claim_that_is_under_way(write: Write, crown: Content) -> None:
    crown["facts"] = [
        {"key": "claim_sent", "value": "2026-10-12", "who": "desk", "when": "2026-10-12"},
        {"key": "claim_status", "value": "records requested", "who": "desk", "when": "2026-11-09"},
        {"key": "bill_rests", "value": "yes", "who": "owner", "when": "2026-11-09"},
        {"key": "next_step", "value": "papers go out 2026-11-24", "who": "desk", "when": "2026-11-20"},
    ]
    text = write(draft_script, crown, about="complaint_status").draft.text
    assert "went out on October 12, 2026. That is 41 days ago." in text
    assert "The plan has asked for more papers. That has been so since November 9, 2026." in text
    assert "the papers go to the plan on Tuesday, November 24, 2026." in text
    assert "Your bill rests until then." in text
    assert "I will call you on Wednesday, November 25, 2026" in text


@pytest.mark.parametrize(
    "fact", [("claim_sent", "soon", "complaint_delay"), ("estimate_given", "much", "complaint_estimate")]
)
def test_a_fact_that_is_none_is_refused(write: Write, crown: Content, fact: tuple[str, str, str]) -> None:
    key, value, kind = fact
    crown["facts"] = [{"key": key, "value": value, "who": "desk", "when": "2026-10-12"}]
    with pytest.raises(BadInput, match=key):
        write(draft_script, crown, about=kind)


def test_a_long_or_telling_office_name_stays_out_of_a_text_message(write: Write, device: Content) -> None:
    for name in ("The Very Long Name of a Practice for Dentistry and Sleep of Cedar Hollow", "Implant Surgery Center"):
        device["practice"]["name"] = name
        draft = write(draft_script, device, about="complaint_status").draft
        sms = words_of(draft.statements, "sms").strip()
        assert name not in sms
        assert len(sms) <= 160
        assert not [finding for finding in draft.findings if finding.severity == "error"]
