"""Before anybody asks, everything is loaded; nothing of that is kept, recorded or told to a hosted model."""

from __future__ import annotations

from typing import Any

import pytest

from api.slack.app import open_door
from assistant import bootstrap
from assistant.settings import Settings
from evals.benches._workspace import Workspace


@pytest.mark.parametrize("processes", [False, True])
def test_a_door_that_is_warm_has_recorded_nothing(
    settings: Settings, workspace: Workspace, processes: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[str] = []
    monkeypatch.setattr(bootstrap, "_hosted", called.append)
    more: dict[str, Any] = {"slack_workers": 1} if processes else {"model": "provider:name"}
    changed = settings.model_copy(update=more)
    assistant = bootstrap.build_assistant(changed)
    door = open_door(assistant, changed, processes=processes)
    try:
        door.warm()
    finally:
        door.close(20)
    office, keeper = assistant.office, door.room.keeper
    assert list(office.audit.lines(keeper.practice)) == []
    assert assistant.threads(keeper) == ()
    assert called == []
    assert workspace.said() == []
