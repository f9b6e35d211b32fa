"""Signatures, repetitions, loops, a full queue, failures that are told."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from api.slack.http import PATH
from assistant.assistant import Assistant
from assistant.domain.errors import BadInput
from evals.benches._workspace import BOT, BOT_USER, CHANNEL, Workspace, direct, event, mention, signed

ASKED = "is D2740 covered under northlake dental?"


def answers(workspace: Workspace) -> list[dict[str, Any]]:
    return workspace.said(CHANNEL)


def test_a_mention_is_answered_in_its_thread(client: Any, workspace: Workspace) -> None:
    asked = mention(ASKED)
    assert client.send(asked).status_code == 200
    (said,) = answers(workspace)
    assert said["thread_ts"] == asked["event"]["ts"]
    assert "Northlake Dental" in json.dumps(said["blocks"])


@pytest.mark.parametrize("retry", ["1", "2", "3"])
def test_a_retry_is_answered_once(client: Any, workspace: Workspace, retry: str) -> None:
    asked = mention(ASKED)
    client.send(asked)
    again = client.send(asked, **{"x-slack-retry-num": retry, "x-slack-retry-reason": "http_timeout"})
    assert again.status_code == 200
    assert len(answers(workspace)) == 1


def test_the_same_message_as_two_events_is_answered_once(client: Any, workspace: Workspace) -> None:
    asked = mention(ASKED)
    client.send(asked)
    client.send(event("message", asked["event"]["text"], ts=asked["event"]["ts"]))
    assert len(answers(workspace)) == 1


def test_a_restart_knows_what_was_answered(open_client: Callable[..., Any], workspace: Workspace) -> None:
    asked = mention(ASKED)
    open_client().send(asked)
    open_client().send(asked)
    assert len(answers(workspace)) == 1


def test_what_a_dead_process_took_is_taken_up(open_client: Callable[..., Any], workspace: Workspace) -> None:
    first = open_client()
    deliveries, office = first.door.room.assistant.office.deliveries, first.door.room.assistant.office
    asked, long_ago = mention(ASKED), office.now().replace(year=2025)
    first.door.room.assistant.office.deliveries.take(
        first.door.room.keeper, [f"event:{asked['event_id']}"], json.dumps(asked).encode(), at=office.now()
    )
    found = deliveries.claim_unfinished(first.door.room.keeper, before=office.now(), at=office.now())
    assert len(found) == 1
    assert not deliveries.claim_unfinished(first.door.room.keeper, before=long_ago, at=office.now())


@pytest.mark.parametrize(
    "ignored",
    [
        event("message", ASKED, channel_type="im", channel="D0AMY00001", bot_id=BOT, subtype="bot_message"),
        event("message", ASKED, channel_type="im", channel="D0AMY00001", user=BOT_USER),
        event("message", channel_type="im", channel="D0AMY00001", subtype="message_changed", hidden=True),
        event("message", channel_type="im", channel="D0AMY00001", subtype="message_deleted", hidden=True),
        mention(ASKED, edited={"user": "U0AMY00001", "ts": "1.1"}),
        mention(ASKED, team_id="T0OTHER001"),
        mention(ASKED, user_team="T0OTHER001", source_team="T0OTHER001"),
        event("message", ASKED),
        event("message", "and tooth 3?", thread_ts="1770000000.000001"),
        event("reaction_added"),
    ],
    ids=["bot", "own", "edit", "delete", "edited mention", "other team", "guest", "chatter", "other thread", "other"],
)
def test_what_nobody_asked_is_acknowledged_and_left_alone(
    client: Any, workspace: Workspace, ignored: dict[str, Any]
) -> None:
    assert client.send(ignored).status_code == 200
    assert not workspace.said()


@pytest.mark.parametrize(
    "headers",
    [
        {"x-slack-signature": "v0=" + "0" * 64},
        {"x-slack-signature": ""},
        {"x-slack-signature": "v0=é".encode().decode("latin-1")},
        {"x-slack-request-timestamp": "soon"},
        {"x-slack-request-timestamp": "1e9"},
        {"x-slack-request-timestamp": "-5"},
        {"x-slack-request-timestamp": "9" * 40},
    ],
)
def test_a_forged_request_is_refused_and_its_body_is_not_logged(
    client: Any, workspace: Workspace, caplog: pytest.LogCaptureFixture, headers: dict[str, str]
) -> None:
    caplog.set_level(logging.DEBUG)
    body = json.dumps(mention("Zebulon Quackenbush, member id ZQX998877")).encode()
    told = {**signed(body), **headers}
    answer = client.http.post(PATH, content=body, headers={k: v.encode("latin-1") for k, v in told.items()})
    assert answer.status_code == 401
    assert not workspace.said()
    assert "Quackenbush" not in caplog.text
    assert "ZQX998877" not in caplog.text


@pytest.mark.parametrize("off", [-301, 330])
def test_a_stale_signature_is_refused(client: Any, off: int) -> None:
    body = json.dumps(mention(ASKED)).encode()
    assert client.http.post(PATH, content=body, headers=signed(body, at=time.time() + off)).status_code == 401


def test_bolt_itself_logs_no_body(client: Any, caplog: pytest.LogCaptureFixture) -> None:
    from slack_bolt import BoltRequest

    caplog.set_level(logging.INFO)
    told = client.door.bolt.dispatch(BoltRequest(body='{"type":"event_callback","x":"Quackenbush"}', headers={}))
    assert told.status == 401
    assert "Quackenbush" not in caplog.text


def test_the_address_is_verified(client: Any) -> None:
    answer = client.send(
        {"type": "url_verification", "token": "t", "challenge": "3eZbrw1aB"}, **{"content-type": "application/json"}
    )
    assert answer.json() == {"challenge": "3eZbrw1aB"}


def test_a_follow_up_needs_no_mention(client: Any, workspace: Workspace) -> None:
    asked = mention(ASKED)
    client.send(asked)
    client.send(event("message", "and how often D1110?", thread_ts=asked["event"]["ts"]))
    said = answers(workspace)
    assert [each["thread_ts"] for each in said] == [asked["event"]["ts"]] * 2


def test_a_direct_message_streams(client: Any, workspace: Workspace) -> None:
    client.send(direct(ASKED))
    (begun,) = workspace.of("chat.startStream")
    assert begun["recipient_team_id"] == "T0OFFICE01"
    (ended,) = workspace.of("chat.stopStream")
    assert "in force from" in json.dumps(ended["blocks"])
    assert not workspace.of("chat.postMessage")
    statuses = [each["status"] for each in workspace.of("assistant.threads.setStatus")]
    assert "Searching the payer's documents" in statuses


def test_without_streams_the_answer_is_posted(client: Any, workspace: Workspace) -> None:
    workspace.fail["chat.startStream"] = "not_allowed"
    client.send(direct(ASKED))
    assert len(workspace.of("chat.postMessage")) == 1


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (BadInput("the paper cannot be read", fix="send another"), "the paper cannot be read"),
        (RuntimeError("Zebulon Quackenbush"), "Something failed on my side"),
    ],
)
def test_a_failure_is_told_in_the_thread(
    client: Any,
    workspace: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    failure: Exception,
    words: str,
) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise failure

    monkeypatch.setattr(Assistant, "ask", fails)
    asked = mention(ASKED)
    client.send(asked)
    (said,) = answers(workspace)
    assert words in said["text"]
    assert said["thread_ts"] == asked["event"]["ts"]
    assert "Quackenbush" not in caplog.text + workspace.everything()


def test_a_shut_channel_is_answered_in_a_direct_message(client: Any, workspace: Workspace) -> None:
    real = workspace.answer

    def shut(method: str, told: dict[str, Any], ts: str) -> dict[str, Any]:
        if method == "chat.postMessage" and told["channel"] == CHANNEL:
            return {"ok": False, "error": "not_in_channel"}
        return real(method, told, ts)

    workspace.answer = shut
    client.send(mention(ASKED))
    assert workspace.of("chat.postMessage")[-1]["channel"] == "D0AMY00001"


def test_a_rate_limit_is_waited_for(client: Any, workspace: Workspace) -> None:
    workspace.limited["chat.postMessage"] = 2
    client.send(mention(ASKED))
    assert len(answers(workspace)) == 1


def test_a_full_queue_says_so(
    open_client: Callable[..., Any], workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, go = open_client(slack_workers=1, slack_queue=1), threading.Event()
    real = Assistant.ask

    def slow(self: Assistant, *args: Any, **named: Any) -> Any:
        go.wait(20)
        return real(self, *args, **named)

    monkeypatch.setattr(Assistant, "ask", slow)
    for number in range(4):
        assert client.send(mention(f"{ASKED} {number}"), wait=False).status_code == 200
        time.sleep(0.1)
    go.set()
    assert client.door.idle(60)
    busy = [each for each in workspace.of("chat.postEphemeral") if "in work" in each["text"]]
    assert len(answers(workspace)) + len(busy) == 4
    assert busy


def test_a_channel_has_its_pace(open_client: Callable[..., Any], workspace: Workspace) -> None:
    client = open_client(channel={"per_minute": 1})
    client.send(mention(ASKED))
    client.send(mention("what is D1110?"))
    assert "Ask again in" in answers(workspace)[-1]["text"]


def test_the_disk_is_waited_for_while_nobody_delivers(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from api.slack import taken

    deliveries = client.door.room.assistant.office.deliveries
    assert not client.door.taken.settle()
    client.send(mention(ASKED))
    assert deliveries.journal > 0
    monkeypatch.setattr(taken, "_PAUSE", 600.0)
    assert not client.door.taken.settle()  # somebody delivers
    monkeypatch.setattr(taken, "_PAUSE", 0.0)
    assert client.door.taken.settle()
    assert not client.door.taken.settle()
    assert deliveries.kept(client.door.room.keeper, "settled") == b""


def test_a_long_deletion_keeps_nobody_from_renewing(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go = threading.Event(), threading.Event()

    def retain() -> int:
        begun.set()
        go.wait(60)
        return 0

    monkeypatch.setattr(client.door.room.assistant, "retain", retain)
    over = threading.Event()

    def look_after() -> None:
        client.door.taken.look_after()
        over.set()

    threading.Thread(target=look_after, daemon=True).start()
    assert begun.wait(60)
    seen = over.wait(10)
    go.set()
    assert seen


def test_a_door_that_stays_open_deletes_what_is_past_its_time(client: Any) -> None:
    assistant, keeper = client.door.room.assistant, client.door.room.keeper
    office, thread = assistant.office, Path("case.yaml")
    office.thread_cases.keep(keeper, "old", thread, on=assistant.today - timedelta(days=400))
    office.thread_cases.keep(keeper, "new", thread, on=assistant.today)
    office.deliveries.take(keeper, ["old"], b"{}", at=office.now() - timedelta(days=400))
    office.deliveries.done(keeper, "old")
    client.door.taken.look_after()
    for thread_aside in [each for each in threading.enumerate() if each.name == "upkeep"]:
        thread_aside.join(60)
    assert office.thread_cases.file(keeper, "old", since=date.min) is None
    assert office.thread_cases.file(keeper, "new", since=date.min) == thread
    assert office.deliveries.take(keeper, ["old"], b"{}", at=office.now())
