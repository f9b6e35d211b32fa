"""The door on a workspace of this machine, over HTTP as the workspace signs it."""

from __future__ import annotations

import json
import urllib.parse
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.slack.app import Door, open_door
from api.slack.http import PATH, slack_router
from api.slack.profiles import Profile, Profiles
from assistant.assistant import Assistant
from assistant.bootstrap import build_assistant
from assistant.settings import Settings
from evals.benches._workspace import CHANNEL, SECRET, Workspace, running, signed

TODAY = date(2026, 11, 22)


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    with running() as made:
        yield made


@pytest.fixture
def settings(workspace: Workspace, shipped_cache: Path, tmp_path: Path) -> Settings:
    return Settings(
        home=tmp_path / "home",
        cache=shipped_cache,
        slack_bot_token="xoxb-test",
        slack_app_token="xapp-test",
        slack_signing_secret=SECRET,
        slack_api=workspace.base,
        slack_workers=3,
    )


@pytest.fixture
def assistant(settings: Settings) -> Assistant:
    return build_assistant(settings, today=lambda: TODAY)


class Client:
    """Sends what the workspace sends, and waits for the work."""

    def __init__(self, door: Door) -> None:
        self.door = door
        app = FastAPI()
        app.include_router(slack_router(lambda: door, SECRET))
        self.http = TestClient(app, raise_server_exceptions=False)

    def send(self, payload: dict[str, Any], *, wait: bool = True, **headers: str) -> Any:
        body = encoded(payload)
        told = {**signed(body), "content-type": kind_of(payload), **headers}
        answer = self.http.post(PATH, content=body, headers=told)
        if wait:
            assert self.door.idle(60)
        return answer


def kind_of(payload: dict[str, Any]) -> str:
    return "application/json" if payload.get("type") == "event_callback" else "application/x-www-form-urlencoded"


def encoded(payload: dict[str, Any]) -> bytes:
    if payload.get("type") in ("event_callback", "url_verification"):
        return json.dumps(payload).encode()
    if "command" in payload:
        return urllib.parse.urlencode(payload).encode()
    return urllib.parse.urlencode({"payload": json.dumps(payload)}).encode()


@pytest.fixture
def open_client(assistant: Assistant, settings: Settings) -> Iterator[Callable[..., Client]]:
    doors: list[Door] = []

    def opened(*, profiles: Profiles | None = None, channel: dict[str, Any] | None = None, **changed: Any) -> Client:
        held = profiles or Profiles(channels={CHANNEL: Profile(**channel)} if channel else {})
        doors.append(open_door(assistant, settings.model_copy(update=changed), profiles=held))
        return Client(doors[-1])

    yield opened
    for door in doors:
        door.close(5)


@pytest.fixture
def client(open_client: Callable[..., Client]) -> Client:
    return open_client()
