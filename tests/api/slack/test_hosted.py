"""The service has the workspace's address beside its own, believes nothing unsigned, and waits for the workspace."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.http.app import create_app
from api.http.service import Service
from api.http.workers import other_doors
from api.slack.app import Door
from api.slack.http import PATH, slack_router
from assistant.assistant import Assistant
from assistant.settings import Settings
from evals.benches._workspace import CHANNEL, SECRET, Workspace, mention, signed

HOST = "http://127.0.0.1"
PRIVATE = "Zebulon Quackenbush, member id ZQX998877"


@pytest.fixture
def service(assistant: Assistant, open_client: Callable[..., Any]) -> tuple[TestClient, Door]:
    door: Door = open_client().door
    app = create_app(Service(assistant, doors=(slack_router(lambda: door, SECRET),)))
    return TestClient(app, base_url=HOST, raise_server_exceptions=False), door


def test_a_mention_is_answered_through_the_service(service: tuple[TestClient, Door], workspace: Workspace) -> None:
    http, door = service
    body = json.dumps(mention("is D2740 covered under northlake dental?")).encode()
    told = http.post(PATH, content=body, headers=signed(body))
    assert (told.status_code, told.content) == (200, b"")
    assert door.idle(60)
    assert "Northlake Dental" in json.dumps(workspace.said(CHANNEL))
    assert http.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{}, {"x-slack-signature": "v0=" + "0" * 64, "x-slack-request-timestamp": "1"}, {"authorization": "Bearer x"}],
)
def test_nothing_unsigned_comes_further_and_nothing_of_it_is_logged(
    service: tuple[TestClient, Door], workspace: Workspace, caplog: pytest.LogCaptureFixture, headers: dict[str, str]
) -> None:
    caplog.set_level(logging.DEBUG)
    http, _ = service
    told = http.post(PATH, content=json.dumps(mention(PRIVATE)), headers={"content-type": "text/plain", **headers})
    assert told.status_code == 401
    assert not workspace.said()
    assert "Quackenbush" not in caplog.text + told.text
    assert "ZQX998877" not in caplog.text + told.text


def test_without_slack_settings_there_is_no_such_address(assistant: Assistant, settings: Settings) -> None:
    bare = settings.model_copy(update={"slack_signing_secret": None})
    assert other_doors(assistant, bare) == ()
    app = create_app(Service(assistant, doors=other_doors(assistant, bare)))
    assert TestClient(app, base_url=HOST).post(PATH, content=b"{}").status_code in (404, 405)


def test_a_workspace_out_of_reach_keeps_the_service_up(
    assistant: Assistant, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    away = settings.model_copy(update={"slack_api": "http://127.0.0.1:9/api/"})
    with TestClient(create_app(Service(assistant, doors=other_doors(assistant, away))), base_url=HOST) as http:
        body = json.dumps(mention(PRIVATE)).encode()
        assert http.post(PATH, content=body, headers=signed(body)).status_code == 503
        assert http.get("/healthz").status_code == 200
    assert "Slack is not served" in caplog.text
    assert "Quackenbush" not in caplog.text
