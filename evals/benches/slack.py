"""``python -m evals.benches.slack``: 1,000 randomised deliveries over Socket Mode, and acknowledgement under 50 drafts.

The door runs as it is run in an office, ``claimwright slack`` in a process of its own, on a workspace of this machine.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.benches._workspace import CHANNEL, Workspace, event, mention, running, submission, wait_for

_QUESTIONS = (
    "is D2740 covered under northlake dental?",
    "what does CO-16 N362 mean?",
    "how often does northlake dental cover D1110?",
    "hi",
)


@dataclass(frozen=True)
class Delivered:
    """What came of the deliveries. ``losses`` are questions without an answer, ``duplicates`` answers too many."""

    questions: int
    deliveries: int
    reconnects: int
    duplicates: int
    losses: int
    seconds: float


@dataclass(frozen=True)
class Acknowledged:
    """Seconds from sending an envelope to its acknowledgement, while drafts are in work."""

    deliveries: int
    drafts: int
    p50: float
    p99: float
    longest: float
    drafted: int


def deliver_at_random(*, questions: int = 400, deliveries: int = 1000, seed: int = 20261122) -> Delivered:
    """Deliver questions with duplicates, retries, replays and twin events, shuffled, over breaking connections."""
    draw = random.Random(seed)
    asked = [mention(f"{draw.choice(_QUESTIONS)} ({number})") for number in range(questions)]
    sent: list[dict[str, Any]] = list(asked)
    while len(sent) < deliveries:
        original = draw.choice(asked)
        twin = event("message", original["event"]["text"], ts=original["event"]["ts"])
        sent.append(draw.choice((original, original, twin)))
    draw.shuffle(sent)
    broken = set(draw.sample(range(20, len(sent) - 20), 4))
    begun = time.monotonic()
    with _door(queue=deliveries + 10) as workspace:
        for number, payload in enumerate(sent):
            if number in broken:
                _reconnect(workspace)
            retry = draw.randint(0, 3)
            _send(workspace, payload, retry=retry)
        wanted = {each["event"]["ts"] for each in asked}
        wait_for(lambda: len({each["thread_ts"] for each in workspace.said(CHANNEL)}) >= len(wanted), 600)
        time.sleep(2)  # what is answered twice is answered by now
        answered = Counter(each["thread_ts"] for each in workspace.said(CHANNEL))
    return Delivered(
        questions=len(asked),
        deliveries=len(sent),
        reconnects=len(broken),
        duplicates=sum(times - 1 for times in answered.values()),
        losses=len(wanted - set(answered)),
        seconds=time.monotonic() - begun,
    )


def acknowledge_under_load(*, drafts: int = 50, deliveries: int = 200) -> Acknowledged:
    """Acknowledgement of questions while drafts are worked."""
    filled = {
        "kind": "appeal",
        "payer": "Northlake Dental",
        "codes": "D2740 #14 $1,200",
        "reason": "CO-50",
        "denied": "2026-10-20",
        "funding": "self_funded",
        "notes": "Tooth #14: fractured mesiolingual cusp, film of 2026-08-20.",
    }
    with _door(queue=drafts + deliveries + 10) as workspace:
        for _ in range(drafts):
            _send(workspace, submission("cw_form_intake", filled), kind="interactive")
        begun: dict[str, float] = {}
        for number in range(deliveries):
            at = time.monotonic()
            begun[_send(workspace, mention(f"{_QUESTIONS[0]} ({number})"))] = at
            time.sleep(0.02)
        wait_for(lambda: set(begun) <= set(workspace.acks), 60)
        took = sorted(workspace.acks[name] - at for name, at in begun.items())
        drafted = len(workspace.of("files.completeUploadExternal"))
    return Acknowledged(
        deliveries=len(took),
        drafts=drafts,
        p50=took[len(took) // 2],
        p99=took[int(len(took) * 0.99)],
        longest=took[-1],
        drafted=drafted,
    )


def _send(workspace: Workspace, payload: dict[str, Any], *, retry: int = 0, kind: str = "events_api") -> str:
    """Send as the workspace does: what is not acknowledged for long is sent again, on the connection of then."""
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


def _reconnect(workspace: Workspace) -> None:
    """Ask the door to connect anew, as the workspace does before it ends a connection."""
    wait_for(lambda: len(workspace.acks) >= workspace.sent, 60)
    before = len(workspace.sockets)
    workspace.sockets[-1].send('{"type": "disconnect", "reason": "refresh_requested", "debug_info": {}}')
    wait_for(lambda: len(workspace.sockets) > before, 30)


@contextmanager
def _door(*, queue: int) -> Iterator[Workspace]:
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
        }
        command = [sys.executable, "-c", "from api.cli.main import run; run()", "slack"]
        with subprocess.Popen(command, env=surroundings, stderr=subprocess.DEVNULL) as process:
            try:
                if not wait_for(lambda: bool(workspace.sockets), 120):
                    raise RuntimeError("the door did not connect")
                yield workspace
            finally:
                process.terminate()
                try:
                    process.wait(40)
                except subprocess.TimeoutExpired:
                    process.kill()


def _profiles(folder: Path) -> Path:
    path = folder / "channels.yaml"
    path.write_text("defaults:\n  per_minute: 1000\n", encoding="utf-8")
    return path


def lines() -> Iterator[str]:
    """The figures, one line each."""
    made = deliver_at_random()
    yield (
        f"slack deliveries: {made.deliveries} of {made.questions} questions over {made.reconnects} reconnects: "
        f"{made.duplicates} duplicates, {made.losses} losses, {made.seconds:.0f} s"
    )
    told = acknowledge_under_load()
    yield (
        f"slack acknowledgement: {told.deliveries} with {told.drafts} drafts in work: p50 {told.p50 * 1000:.0f} ms, "
        f"p99 {told.p99 * 1000:.0f} ms, longest {told.longest * 1000:.0f} ms ({told.drafted} drafts done meanwhile)"
    )


if __name__ == "__main__":
    for line in lines():
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
