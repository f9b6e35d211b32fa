"""The manifest asks for what the door uses, and what an administrator must know is checked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from api.doctor.workspace import examine_workspace
from api.slack.manifest import SCOPES, manifest
from api.slack.profiles import Profile, load_profiles
from assistant.domain.errors import BadInput, Misconfigured
from assistant.settings import Settings
from evals.benches._workspace import Workspace


def test_socket_mode_has_no_address() -> None:
    made = manifest("socket")
    assert made["settings"]["socket_mode_enabled"] is True
    assert "request_url" not in json.dumps(made)
    assert "assistant_view" not in made["features"]
    assert len(made["features"]["agent_view"]["suggested_prompts"]) == 4
    assert 174 <= len(made["display_information"]["long_description"]) <= 4000
    assert len(made["display_information"]["description"]) <= 140
    assert len(made["display_information"]["name"]) <= 35


def test_the_manifest_keeps_what_is_documented_of_its_fields() -> None:
    for made in (manifest("socket"), manifest("http", url="https://claims.office.example")):
        features = made["features"]
        assert set(made) == {"_metadata", "display_information", "features", "oauth_config", "settings"}
        assert len(features["bot_user"]["display_name"]) <= 80
        assert len(features["agent_view"]["agent_description"]) <= 300
        for command in features["slash_commands"]:
            assert len(command["command"]) <= 32
            assert len(command["description"]) <= 2000
            assert len(command["usage_hint"]) <= 1000
            assert ("url" in command) is not made["settings"]["socket_mode_enabled"]
        for shortcut in features["shortcuts"]:
            assert len(shortcut["name"]) <= 24
            assert len(shortcut["description"]) <= 150
            assert len(shortcut["callback_id"]) <= 255
            assert shortcut["type"] in ("message", "global")


def test_http_mode_has_one_address() -> None:
    made = json.dumps(manifest("http", url="https://claims.office.example/"))
    assert made.count('"https://claims.office.example/slack/events"') == 3
    with pytest.raises(BadInput):
        manifest("http", url="http://claims.office.example")


def test_every_event_has_its_scope() -> None:
    made = manifest("socket")
    needs = {"message.channels": "channels", "message.groups": "groups", "message.im": "im", "message.mpim": "mpim"}
    for event in made["settings"]["event_subscriptions"]["bot_events"]:
        if event in needs:
            assert f"{needs[event]}:history" in made["oauth_config"]["scopes"]["bot"]


@pytest.mark.parametrize("shortcut", ["cw_explain_denial", "cw_new_draft"])
def test_the_shortcuts_are_offered(shortcut: str) -> None:
    assert shortcut in json.dumps(manifest("socket")["features"]["shortcuts"])


def test_the_shipped_profile_file_denies_by_default(tmp_path: Path) -> None:
    from importlib.resources import files

    held = load_profiles(Path(str(files("api.slack") / "channels.yaml")))
    assert held.of("C0ANY") == Profile()
    assert (held.of("C0ANY").phi, held.of("D0ANY").phi) == ("deny", "deny")
    own = tmp_path / "channels.yaml"
    own.write_text("defaults: {per_minute: 3}\nchannels:\n  C1: {answer: all}\n", encoding="utf-8")
    assert load_profiles(own).of("C1") == Profile(answer="all", per_minute=3)


@pytest.mark.parametrize(
    "text", ["channels: [", "channels: {C1: {phi: perhaps}}", "page: javascript:alert(1)", "colour: red"]
)
def test_a_wrong_profile_file_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "channels.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Misconfigured, match=r"channels\.yaml"):
        load_profiles(path)


def parts(settings: Settings) -> dict[str, Any]:
    return {part.part: part for part in examine_workspace(settings)}


def test_the_doctor_is_content(settings: Settings, workspace: Workspace) -> None:
    workspace.socket_port = 1
    told = parts(settings)
    assert {part.state for part in told.values()} == {"ok"}
    assert told["slack scopes"].message == f"all {len(SCOPES)} granted"
    assert not workspace.said()


@pytest.mark.parametrize(
    ("method", "error", "part"),
    [("auth.test", "invalid_auth", "slack"), ("apps.connections.open", "not_allowed_token_type", "slack socket mode")],
)
def test_the_doctor_names_what_is_wrong(
    settings: Settings, workspace: Workspace, method: str, error: str, part: str
) -> None:
    workspace.fail[method] = error
    told = parts(settings)
    assert told[part].state == "missing"
    assert error in told[part].message


def test_the_doctor_misses_scopes(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evals.benches._workspace.SCOPES", "chat:write,commands")
    assert "files:read" in parts(settings)["slack scopes"].message


def test_an_unreachable_workspace_is_said(settings: Settings) -> None:
    told = parts(settings.model_copy(update={"slack_api": "http://127.0.0.1:9/api/"}))
    assert "cannot be reached" in told["slack"].message
