"""Commands, shortcuts, windows, files, buttons, the Home tab: payloads as the workspace documents them."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest

from api.slack.limits import broken
from api.slack.profiles import Profiles
from assistant.domain.caller import Caller
from evals.benches._workspace import (
    AMY,
    CHANNEL,
    Workspace,
    click,
    command,
    direct,
    event,
    mention,
    message_shortcut,
    submission,
)

SAMPLE = files("corpus") / "samples" / "osa_appeal"
ASKED = "is D2740 covered under northlake dental?"


def element(blocks: list[dict[str, Any]], action: str) -> dict[str, Any]:
    found = [e for block in blocks for e in block.get("elements", ()) if e.get("action_id") == action]
    return {name: found[0][name] for name in ("type", "action_id", "value") if name in found[0]}


def responses(workspace: Workspace) -> list[dict[str, Any]]:
    return [told for name, told in workspace.calls if name.startswith(("commands/", "actions/"))]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"ask {ASKED}", "Northlake Dental"),
        ("denial CO-16 N362", "Units above maximum"),
        ("deadline self_funded 2026-11-02", "2027-05-01"),
        ("deadline self_funded 11/2/2026", "2027-05-01"),
        ("deadline what about it", ""),
        ('check {"lane": "dental", "payer": "Northlake Dental", "lines": [{"id": "1", "code": "D4341"}]}', "D4341"),
        ('check {"lane": "dental", "lines": [{"id": "1"}]}', "lines.0.code"),
        ("", "/claim deadline PLAN DATE"),
        ("sing", "What I understand"),
    ],
)
def test_a_slash_command_answers_the_asker_alone(client: Any, workspace: Workspace, text: str, words: str) -> None:
    told = client.send(command(text, workspace.base))
    assert told.status_code == 200
    assert told.content == b""
    (response,) = responses(workspace)
    assert response["response_type"] == "ephemeral"
    assert words in json.dumps(response)
    assert not workspace.said()


def test_a_foreign_response_address_is_not_used(client: Any, workspace: Workspace) -> None:
    client.send(command("denial CO-45", workspace.base, response_url="http://169.254.169.254/x"))
    assert not responses(workspace)


def test_a_draft_command_opens_a_window_with_what_it_names(client: Any, workspace: Workspace) -> None:
    client.send(command("draft narrative D2740 northlake dental", workspace.base))
    (opened,) = workspace.of("views.open")
    told = json.dumps(opened["view"])
    assert "Northlake Dental" in told
    assert "D2740" in told
    assert not broken(opened["view"]["blocks"], view=True)
    assert len(opened["view"]["title"]["text"]) <= 24


INTAKE = {
    "kind": "appeal",
    "payer": "Northlake Dental",
    "codes": "D2740 #14 $1,200",
    "service": "2026-09-01",
    "reason": "CO-50",
    "denied": "2026-10-20",
    "funding": "self_funded",
    "notes": "Tooth #14: fractured mesiolingual cusp, periapical film of 2026-08-20 shows bone support of two thirds.",
}


@pytest.mark.parametrize("kind", ["appeal", "narrative"])
def test_a_window_becomes_a_word_file_in_a_direct_message(client: Any, workspace: Workspace, kind: str) -> None:
    told = client.send(submission("cw_form_intake", {**INTAKE, "kind": kind}))
    assert told.status_code == 200
    assert told.content == b""
    (said,) = workspace.of("chat.postMessage")
    assert said["channel"] == "D0AMY00001"
    (done,) = workspace.of("files.completeUploadExternal")
    assert done["channel_id"] == "D0AMY00001"
    (content,) = workspace.uploads.values()
    assert b"PK\x03\x04" in content
    assert len(client.door.room.assistant.desk.drafts(Caller(practice="local", user="x"))) == 1


def test_ten_identical_submissions_make_one_letter(client: Any, workspace: Workspace) -> None:
    sent = submission("cw_form_intake", INTAKE)
    for _ in range(10):
        client.send(sent)
    assert len(workspace.of("files.completeUploadExternal")) == 1


def test_another_kind_asks_other_things_and_keeps_what_was_filled_in(client: Any, workspace: Workspace) -> None:
    client.send(command("draft appeal", workspace.base))
    opened = workspace.of("views.open")[0]["view"]
    menu = next(block for block in opened["blocks"] if block.get("block_id") == "kind")
    assert menu["dispatch_action"] is True
    chosen = {"type": "static_select", "action_id": "cw_kind", "selected_option": {"value": "estimate"}}
    view = submission("cw_form_intake", {**INTAKE, "codes": "D2950 #14"})["view"]
    client.send({**click(chosen, workspace.base, ts=""), "container": {"type": "view"}, "view": view, "channel": None})
    (updated,) = workspace.of("views.update")
    asked = {block.get("block_id") for block in updated["view"]["blocks"]}
    assert updated["view_id"] == view["id"]
    assert {"percent", "maximum", "deductible"} <= asked
    assert "reason" not in asked
    assert "D2950 #14" in json.dumps(updated["view"])
    assert not broken(updated["view"]["blocks"], view=True)


def test_an_agent_thread_has_the_prompts_too(client: Any, workspace: Workspace) -> None:
    place = {"user_id": AMY, "channel_id": "D0AMY00001", "thread_ts": "1729999327.187299", "context": {}}
    started = event("assistant_thread_started", assistant_thread=place)
    started["event"] = {"type": "assistant_thread_started", "assistant_thread": place, "event_ts": "1715873754.429808"}
    client.send(started)
    (shown,) = workspace.of("assistant.threads.setSuggestedPrompts")
    assert (shown["channel_id"], shown["thread_ts"], len(shown["prompts"])) == ("D0AMY00001", "1729999327.187299", 4)


def test_an_estimate_is_told_alone(client: Any, workspace: Workspace) -> None:
    told = {"kind": "estimate", "payer": "Northlake Dental", "codes": "D2740 #14 $1,200", "percent": "50"}
    client.send(submission("cw_form_intake", {**told, "maximum": "1500", "deductible": "50"}))
    (said,) = workspace.of("chat.postMessage")
    assert "not a promise" in json.dumps(said["blocks"])
    assert "Plan pays" in json.dumps(said["blocks"])


@pytest.mark.parametrize(
    ("field", "text"),
    [("codes", "a crown"), ("notes", "Patient: Zebulon Quackenbush, DOB 3/14/1961"), ("maximum", "lots")],
)
def test_a_window_says_what_to_mend(client: Any, workspace: Workspace, field: str, text: str) -> None:
    told = client.send(submission("cw_form_intake", {**INTAKE, field: text})).json()
    assert told["response_action"] == "errors"
    assert set(told["errors"]) == {field}
    assert "Quackenbush" not in json.dumps(told)
    assert not workspace.of("chat.postMessage")


def test_a_message_is_explained_in_its_thread(client: Any, workspace: Workspace) -> None:
    sent = message_shortcut("EOB says CO-16 N362 on the crown", workspace.base)
    client.send(sent)
    (said,) = workspace.said(CHANNEL)
    assert said["thread_ts"] == sent["message"]["ts"]
    assert "Units above maximum" in json.dumps(said["blocks"])


def test_the_global_shortcut_opens_the_window(client: Any, workspace: Workspace) -> None:
    sent = message_shortcut("", workspace.base, type="shortcut", callback_id="cw_new_draft")
    client.send({name: held for name, held in sent.items() if name not in ("message", "channel", "message_ts")})
    assert len(workspace.of("views.open")) == 1


def test_a_remittance_is_read_confirmed_and_drafted_without_its_patient(client: Any, workspace: Workspace) -> None:
    workspace.files["remittance.835"] = (SAMPLE / "remittance.835").read_bytes()
    file = {"id": "F0ERA", "name": "remittance.835", "size": 900, "mimetype": "application/octet-stream"}
    address = f"{workspace.url}/files-pri/T0-F0ERA/remittance.835"
    client.send(direct("", files=[{**file, "url_private": address}], subtype="file_share"))
    (said,) = workspace.of("chat.postMessage")
    assert "denied line. Is it right?" in json.dumps(said["blocks"])
    assert "CH-20931" not in json.dumps(said)
    client.send(
        click(element(said["blocks"], "cw_file_draft"), workspace.base, ts="7.1", channel="D0AMY00001"),
    )
    drafted = workspace.of("chat.postMessage")[-1]
    assert "not sent here" in json.dumps(drafted["blocks"])
    assert not workspace.uploads


def test_a_letter_is_read_and_confirmed(client: Any, workspace: Workspace) -> None:
    workspace.files["letter.txt"] = b"Your claim was denied: CO-50, not medically necessary. Letter date 2026-11-02."
    file = {"id": "F0LET", "name": "letter.txt", "size": 90, "url_private": f"{workspace.url}/files-pri/letter.txt"}
    client.send(direct("", files=[file], subtype="file_share"))
    assert "Is it right?" in json.dumps(workspace.of("chat.postMessage")[0]["blocks"])


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/x", "file:///etc/passwd", "https://files.slack.com.evil.test/x", ""]
)
def test_a_file_elsewhere_is_not_fetched(client: Any, workspace: Workspace, address: str) -> None:
    client.send(direct("", files=[{"id": "F1", "name": "x", "size": 1, "url_private": address}], subtype="file_share"))
    assert "was not fetched" in workspace.of("chat.postMessage")[0]["text"]


def test_the_home_tab_shows_role_deadlines_and_drafts(client: Any, workspace: Workspace) -> None:
    client.send(submission("cw_form_intake", INTAKE))
    client.send(event("app_home_opened", tab="home", channel="D0AMY00001"))
    shown = workspace.of("views.publish")[-1]["view"]
    assert not broken(shown["blocks"], view=True)
    told = json.dumps(shown)
    assert "days left): Northlake Dental, D2740" in told
    assert "appeal, needs review" in told or "appeal, blocked" in told
    chosen = {"type": "static_select", "action_id": "cw_role", "selected_option": {"value": "dentist"}}
    client.send(
        {**click(chosen, workspace.base, ts=""), "container": {"type": "view"}, "message": None, "channel": None}
    )
    client.send(event("app_home_opened", tab="messages", channel="D0AMY00001"))
    prompts = workspace.of("assistant.threads.setSuggestedPrompts")[-1]["prompts"]
    assert prompts[0]["title"] == "What must the chart say?"
    assert len(prompts) == 4


def test_the_buttons_of_a_card(open_client: Callable[..., Any], workspace: Workspace) -> None:
    client = open_client(profiles=Profiles(people="C0PEOPLE01"))
    asked = mention(ASKED)
    client.send(asked)
    card = workspace.said(CHANNEL)[0]["blocks"]
    for action in ("cw_sources", "cw_script", "cw_draft", "cw_person"):
        client.send(click(element(card, action), workspace.base, ts="9.1"))
    assert "in force from" in json.dumps(workspace.of("chat.postEphemeral")[0]["blocks"])
    assert "D2740" in json.dumps(workspace.of("views.open")[0]["view"])
    assert any("call to Northlake Dental" in each["text"] for each in workspace.said(CHANNEL))
    assert [each for each in workspace.said("C0PEOPLE01") if "D2740" in json.dumps(each)]
    for call in [*workspace.said(), *workspace.of("chat.postEphemeral")]:
        assert not broken(call["blocks"])


def test_feedback_is_kept_with_its_reasons(client: Any, workspace: Workspace) -> None:
    client.send(mention(ASKED))
    card = workspace.said(CHANNEL)[0]["blocks"]
    held = next(e for block in card for e in block.get("elements", ()) if e.get("action_id") == "cw_feedback")
    for name in ("positive_button", "negative_button"):
        pressed = {"type": "feedback_buttons", "action_id": "cw_feedback", "value": held[name]["value"]}
        client.send(click(pressed, workspace.base, ts="9.1"))
    view = workspace.of("views.open")[0]["view"]
    sent = submission("cw_form_feedback", {}, view["private_metadata"])
    reasons = {"type": "checkboxes", "selected_options": [{"value": "outdated"}]}
    sent["view"]["state"]["values"] = {"reasons": {"value": reasons}, "comment": {"value": {"value": "2027 now"}}}
    client.send(sent)
    kept = client.door.room.assistant.office.feedback.of("local")
    assert {each.verdict for each in kept} == {"right", "wrong"}
    assert [each.reasons for each in kept if each.verdict == "wrong"] == [("outdated",)]
    assert {each.user for each in kept} == {f"slack:{AMY}"}


def test_an_ephemeral_answer_can_be_shared(open_client: Callable[..., Any], workspace: Workspace) -> None:
    client = open_client(channel={"ephemeral": True})
    client.send(mention(ASKED))
    assert not workspace.said(CHANNEL)
    (shown,) = workspace.of("chat.postEphemeral")
    for _ in range(3):
        client.send(click(element(shown["blocks"], "cw_share"), workspace.base, ts="9.2"))
    assert len(workspace.said(CHANNEL)) == 1
    assert {"delete_original": True}.items() <= responses(workspace)[0].items()


def test_a_channel_has_its_payers(open_client: Callable[..., Any], workspace: Workspace) -> None:
    client = open_client(channel={"payers": ["Northlake Dental"], "answer": "all"})
    client.send(event("message", "is D2740 covered under brightsmile dental?"))
    assert "This channel is for Northlake Dental" in workspace.said(CHANNEL)[0]["text"]
    client.send(event("message", "is D2740 covered?"))
    assert "Northlake Dental" in json.dumps(workspace.said(CHANNEL)[1]["blocks"])
