"""The door as it is run in an office, ``claimwright slack`` in a process of its own, on a workspace of this machine."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evals.benches._workspace import Workspace, running, wait_for

_REAL = ("-c", "from api.cli.main import run; run()", "slack")
_SCRIPTED = ("-m", "evals.benches._slack_scripted", "slack")
#: Seconds after which what was not acknowledged is sent again, as the workspace and the people in it do.
_PATIENCE = 10.0


@dataclass
class Outbox:
    """What was sent to a door; what is not acknowledged is sent again until it is."""

    workspace: Workspace
    sent: list[tuple[dict[str, Any], list[str]]] = field(default_factory=list)
    _last: float = 0.0

    def send(self, payload: dict[str, Any], *, retry: int = 0) -> None:
        """Send one payload."""
        name = send(self.workspace, payload, retry=retry, kind=kind(payload))
        self.sent.append((payload, [name]))
        self._last = time.monotonic()

    def repeat(self, *, patience: float = _PATIENCE) -> int:
        """Send again what is not acknowledged; returns how much that was."""
        if time.monotonic() - self._last < patience:
            return 0
        acknowledged = set(self.workspace.acks)
        open_ones = [(payload, names) for payload, names in self.sent if not acknowledged & set(names)]
        for payload, names in open_ones:
            names.append(send(self.workspace, payload, retry=len(names), kind=kind(payload)))
        self._last = time.monotonic()
        return len(open_ones)

    def wait_for(self, done: Callable[[], bool], seconds: float) -> bool:
        """Wait, and send again meanwhile."""
        until = time.monotonic() + seconds
        while not done():
            if time.monotonic() >= until:
                return False
            self.repeat()
            time.sleep(0.1)
        return True


def kind(payload: dict[str, Any]) -> str:
    """The kind of envelope that a payload comes in."""
    if "command" in payload:
        return "slash_commands"
    return "events_api" if payload["type"] == "event_callback" else "interactive"


def send(workspace: Workspace, payload: dict[str, Any], *, retry: int = 0, kind: str = "events_api") -> str:
    """Send one envelope, on the connection of then; returns its id."""
    for attempt in range(20):
        try:
            reason = "timeout" if retry or attempt else ""
            name = workspace.envelope(payload, kind=kind, retry=min(3, retry + attempt), reason=reason)
        except (OSError, RuntimeError, ConnectionError) as error:
            sys.stderr.write(f"connection gone ({type(error).__name__}), sent again\n")
            time.sleep(0.3)
            continue
        return name
    raise RuntimeError("the door does not come back")


@contextmanager
def door(
    *, queue: int, scripted: bool = False, workers: int | None = None
) -> Iterator[tuple[Workspace, subprocess.Popen[bytes]]]:
    """A workspace and the process of the door on it, connected; ``scripted`` answers are at hand."""
    with surrounded(queue=queue, workers=workers) as (workspace, surroundings):
        process = started(workspace, surroundings, scripted=scripted)
        try:
            yield workspace, process
        finally:
            end(process)


@contextmanager
def surrounded(*, queue: int = 100, workers: int | None = None) -> Iterator[tuple[Workspace, dict[str, str]]]:
    """A workspace, and the surroundings of a process that is a door on it."""
    with running() as workspace, tempfile.TemporaryDirectory() as home:
        workspace.open_socket()
        surroundings = {
            **os.environ,
            "CLAIMWRIGHT_HOME": home,
            "CLAIMWRIGHT_SLACK_BOT_TOKEN": "xoxb-test",
            "CLAIMWRIGHT_SLACK_APP_TOKEN": "xapp-test",
            "CLAIMWRIGHT_SLACK_API": workspace.base,
            "CLAIMWRIGHT_SLACK_QUEUE": str(queue),
            "CLAIMWRIGHT_SLACK_CHANNELS": str(_profiles(Path(home))),
            **({"CLAIMWRIGHT_SLACK_WORKERS": str(workers)} if workers else {}),
        }
        yield workspace, surroundings


def started(workspace: Workspace, surroundings: dict[str, str], *, scripted: bool = False) -> subprocess.Popen[bytes]:
    """A door that is connected."""
    before = len(workspace.sockets)
    command = [sys.executable, *(_SCRIPTED if scripted else _REAL)]
    process = subprocess.Popen(command, env=surroundings, stderr=subprocess.DEVNULL)
    if not wait_for(lambda: len(workspace.sockets) > before, 300):
        process.kill()
        raise RuntimeError("the door did not connect")
    return process


def end(process: subprocess.Popen[bytes]) -> None:
    """End a door as an operator does."""
    process.terminate()
    try:
        process.wait(40)
    except subprocess.TimeoutExpired:
        process.kill()


def _profiles(folder: Path) -> Path:
    path = folder / "channels.yaml"
    path.write_text("defaults: {per_minute: 1000}\ndirect: {answer: all, per_minute: 1000}\n", encoding="utf-8")
    return path
