"""Worker processes answer beside the process that acknowledges; one that dies is replaced and its work is done."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from typing import Any

import pytest

from api.slack.app import Door, open_door
from assistant.assistant import Assistant
from assistant.settings import Settings
from evals.benches._workspace import CHANNEL, Workspace, mention, wait_for


@pytest.fixture
def door(assistant: Assistant, settings: Settings) -> Iterator[Door]:
    opened = open_door(assistant, settings.model_copy(update={"slack_workers": 1}), processes=True)
    yield opened
    opened.close(20)


def test_a_worker_that_dies_is_replaced_and_the_answer_comes_once(door: Door, workspace: Workspace) -> None:
    from slack_bolt import BoltRequest

    (worker,) = multiprocessing.active_children()
    door.warm()
    asked: dict[str, Any] = mention("is D2740 covered under northlake dental?")
    assert door.bolt.dispatch(BoltRequest(body=asked, mode="socket_mode")).status == 200
    assert wait_for(lambda: bool(workspace.of("assistant.threads.setStatus")), 120)
    worker.kill()
    assert door.idle(240)
    (said,) = workspace.said(CHANNEL)
    assert said["thread_ts"] == asked["event"]["ts"]
    assert "Northlake Dental" in str(said["blocks"])
    (other,) = multiprocessing.active_children()
    assert other.pid != worker.pid


def test_work_that_no_process_can_do_says_so(door: Door, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    from slack_bolt import BoltRequest

    from api.slack.crew import _Member

    door.warm()
    monkeypatch.setattr(_Member, "work", lambda *_: "died")
    monkeypatch.setattr(_Member, "start", _no_process)
    asked: dict[str, Any] = mention("is D2740 covered under northlake dental?")
    assert door.bolt.dispatch(BoltRequest(body=asked, mode="socket_mode")).status == 200
    assert door.idle(60)
    (said,) = workspace.said(CHANNEL)
    assert said["thread_ts"] == asked["event"]["ts"]
    assert "Something failed on my side" in said["text"]
    assert door.taken.take_up(at_once=True) == 0


def _no_process(*_: object) -> None:
    raise OSError(12, "no memory")


def test_what_a_closing_door_leaves_is_for_the_next_one(door: Door, workspace: Workspace) -> None:
    from slack_bolt import BoltRequest

    door.warm()
    assert door.crew is not None
    asked: dict[str, Any] = mention("is D2740 covered under northlake dental?")
    door.crew.close(0)
    assert door.bolt.dispatch(BoltRequest(body=asked, mode="socket_mode")).status == 200
    assert door.idle(60)
    assert not workspace.said(CHANNEL)
    assert not multiprocessing.active_children()
    office = door.room.assistant.office
    assert len(office.deliveries.claim_unfinished(door.room.keeper, before=office.now(), at=office.now())) == 1
