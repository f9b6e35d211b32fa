"""Work that broke off: the next worker goes on where it stopped, and nothing is said twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from assistant.assistant import Assistant
from evals.benches._workspace import CHANNEL, DIRECT, Workspace, direct, mention, submission

ASKED = "is D2740 covered under northlake dental?"
INTAKE = {"kind": "appeal", "payer": "Northlake Dental", "codes": "D2740 #14 $1,200", "reason": "CO-50"}


def broken_off(client: Any, payload: dict[str, Any]) -> None:
    """Take a delivery as a process that dies at once."""
    room = client.door.room
    key = f"event:{payload['event_id']}" if "event_id" in payload else f"view:{payload['view']['id']}"
    room.assistant.office.deliveries.take(
        room.keeper, [key], json.dumps(payload).encode(), at=room.assistant.office.now()
    )


@pytest.fixture
def reopened(open_client: Callable[..., Any]) -> Callable[[], Any]:
    """A door that takes up what is unfinished."""

    def opened() -> Any:
        client = open_client()
        assert client.door.idle(60)
        return client

    return opened


def test_what_a_dead_process_took_is_answered(
    open_client: Callable[..., Any], reopened: Callable[[], Any], workspace: Workspace
) -> None:
    first = open_client()
    asked = mention(ASKED)
    broken_off(first, asked)
    first.door.close(5)
    reopened()
    (said,) = workspace.said(CHANNEL)
    assert said["thread_ts"] == asked["event"]["ts"]


@pytest.mark.parametrize("payload", [mention(ASKED), direct(ASKED), submission("cw_form_intake", INTAKE)])
def test_what_was_said_before_the_end_is_not_said_again(
    open_client: Callable[..., Any],
    reopened: Callable[[], Any],
    workspace: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    payload: dict[str, Any],
) -> None:
    from api.slack.taken import Taken

    first = open_client()
    monkeypatch.setattr(Taken, "done", lambda *_: None)  # it died before it could say so
    first.send(payload)
    first.door.close(5)
    monkeypatch.undo()
    before = (len(workspace.said()), len(workspace.uploads))
    monkeypatch.setattr(Assistant, "ask", None)  # the answer of before is at hand
    again = reopened()
    assert again.door.taken.take_up(at_once=True) == 0
    assert (len(workspace.said()), len(workspace.uploads)) == before
    assert len(again.door.room.assistant.desk.drafts(again.door.room.caller("U0AMY00001"))) == before[1]


def test_a_stream_that_broke_off_is_completed(
    open_client: Callable[..., Any], reopened: Callable[[], Any], workspace: Workspace
) -> None:
    first = open_client()
    asked = direct(ASKED)
    broken_off(first, asked)
    first.door.close(5)
    workspace.remember(
        "chat.startStream",
        {"channel": DIRECT, "thread_ts": asked["event"]["ts"], "markdown_text": "It"},
        "1800000000.1",
    )
    reopened()
    assert not workspace.of("chat.startStream")
    (put,) = workspace.of("chat.update")
    assert put["ts"] == "1800000000.1"
    assert "Northlake Dental" in json.dumps(put["blocks"])


def test_what_is_still_worked_on_is_left_alone(client: Any) -> None:
    taken = client.door.taken
    broken_off(client, mention(ASKED))
    assert taken.take_up() == 0
    taken.renew()
    assert taken.take_up(at_once=True) == 1
    assert client.door.idle(60)


def test_what_cannot_be_told_now_is_told_later(client: Any, workspace: Workspace) -> None:
    workspace.fail["chat.postMessage"] = "service_unavailable"
    asked = mention(ASKED)
    client.send(asked)
    taken, office = client.door.taken, client.door.room.assistant.office
    assert office.deliveries.claim_unfinished(client.door.room.keeper, before=office.now(), at=office.now())
    workspace.fail.clear()
    assert taken.take_up(at_once=True) == 1
    assert client.door.idle(60)
    said = [each for each in workspace.messages if each.get("thread_ts") == asked["event"]["ts"]]
    assert len(said) == 1
    assert taken.take_up(at_once=True) == 0


def test_what_is_refused_for_good_is_not_tried_again(client: Any, workspace: Workspace) -> None:
    workspace.fail["chat.postMessage"] = "account_inactive"
    client.send(mention(ASKED))
    assert client.door.taken.take_up(at_once=True) == 0
