"""``python -m evals.benches.slack``: randomised deliveries, acknowledgement under 50 drafts, kills in mid-work.

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

from evals.benches._workspace import (
    CHANNEL,
    DIRECT,
    Workspace,
    direct,
    event,
    mention,
    running,
    submission,
    wait_for,
)

_QUESTIONS = (
    "is D2740 covered under northlake dental?",
    "what does CO-16 N362 mean?",
    "how often does northlake dental cover D1110?",
    "hi",
)

_FILLED = {
    "kind": "appeal",
    "payer": "Northlake Dental",
    "codes": "D2740 #14 $1,200",
    "reason": "CO-50",
    "denied": "2026-10-20",
    "funding": "self_funded",
    "notes": "Tooth #14: fractured mesiolingual cusp, film of 2026-08-20.",
}


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
    cpu: float
    drafted: int
    load: float


@dataclass(frozen=True)
class Survived:
    """What came of what was asked while the door was killed, over and over. ``begun_again`` is work that broke off."""

    kills: int
    asked: int
    duplicates: int
    losses: int
    begun_again: int


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
    with door(queue=deliveries + 10) as (workspace, _):
        for number, payload in enumerate(sent):
            if number in broken:
                _reconnect(workspace)
            retry = draw.randint(0, 3)
            send(workspace, payload, retry=retry)
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
    with door(queue=drafts + deliveries + 10) as (workspace, process):
        for _ in range(drafts):
            send(workspace, submission("cw_form_intake", _FILLED), kind="interactive")
        begun: dict[str, float] = {}
        spent = _cpu(process.pid)
        for number in range(deliveries):
            at = time.monotonic()
            begun[send(workspace, mention(f"{_QUESTIONS[0]} ({number})"))] = at
            time.sleep(0.02)
        wait_for(lambda: set(begun) <= set(workspace.acks), 60)
        took = sorted(workspace.acks[name] - at for name, at in begun.items())
        spent = _cpu(process.pid) - spent
        drafted = len(workspace.of("files.completeUploadExternal"))
    return Acknowledged(
        deliveries=len(took),
        drafts=drafts,
        p50=took[len(took) // 2],
        p99=took[int(len(took) * 0.99)],
        longest=took[-1],
        cpu=spent / len(took),
        drafted=drafted,
        load=os.getloadavg()[0],
    )


def send(workspace: Workspace, payload: dict[str, Any], *, retry: int = 0, kind: str = "events_api") -> str:
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


def kill_while_working(*, rounds: int = 20, seed: int = 20261122) -> Survived:
    """Ask, kill the door with no word of warning, start it again; each question must be answered once."""
    draw = random.Random(seed)
    asked: list[dict[str, Any]] = []
    with _workspace() as (workspace, surroundings):
        process = _started(workspace, surroundings)
        for _ in range(rounds):
            now = _some_work(draw)
            asked += now
            sent = [(payload, send(workspace, payload, kind=_kind(payload))) for payload in now]
            time.sleep(draw.uniform(0.0, 3.0))
            process.kill()
            process.wait()
            process = _started(workspace, surroundings)
            for payload, name in sent:
                if name not in workspace.acks:  # so it comes once more
                    send(workspace, payload, kind=_kind(payload), retry=1)
            _wait_for_answers(workspace, now, 120)
        _wait_for_answers(workspace, asked, 600)
        time.sleep(3)  # what is answered twice is answered by now
        answers = [_answers(workspace, each) for each in asked]
        read_again = len(workspace.of("conversations.replies")) + len(workspace.of("conversations.history"))
        _end(process)
    return Survived(
        kills=rounds,
        asked=len(asked),
        duplicates=sum(max(0, count - 1) for count in answers),
        losses=sum(count == 0 for count in answers),
        begun_again=read_again,
    )


def _wait_for_answers(workspace: Workspace, asked: list[dict[str, Any]], seconds: float) -> None:
    wait_for(lambda: all(_answers(workspace, each) for each in asked), seconds)


def _some_work(draw: random.Random) -> list[dict[str, Any]]:
    """Mentions, direct messages and a form, in any order."""
    made = [mention(draw.choice(_QUESTIONS)) for _ in range(3)]
    made += [direct(draw.choice(_QUESTIONS)) for _ in range(2)]
    made.append(submission("cw_form_intake", _FILLED))
    draw.shuffle(made)
    return made


def _kind(payload: dict[str, Any]) -> str:
    return "events_api" if payload["type"] == "event_callback" else "interactive"


def _answers(workspace: Workspace, payload: dict[str, Any]) -> int:
    """How many finished answers stand: messages of a thread; for a form its letters."""
    if "event" in payload:
        standing = workspace.standing(payload["event"]["channel"], payload["event"]["ts"])
        return len(standing) if all("metadata" in each for each in standing) else 0
    key, standing = f"view:{payload['view']['id']}", workspace.standing(DIRECT)
    cards = {each["ts"] for each in standing if _marked(each) == key}
    return max(len(cards), sum("files" in each and each["thread_ts"] in cards for each in standing)) * _lettered(
        standing, cards
    )


def _lettered(standing: list[dict[str, Any]], cards: set[str]) -> int:
    return int(any("files" in each and each["thread_ts"] in cards for each in standing))


def _marked(message: dict[str, Any]) -> str:
    return str(message.get("metadata", {}).get("event_payload", {}).get("delivery", ""))


def _cpu(pid: int) -> float:
    """Seconds of processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def door(*, queue: int) -> Iterator[tuple[Workspace, subprocess.Popen[bytes]]]:
    """A workspace and the process of the door on it, connected."""
    with _workspace(queue=queue) as (workspace, surroundings):
        process = _started(workspace, surroundings)
        try:
            yield workspace, process
        finally:
            _end(process)


@contextmanager
def _workspace(*, queue: int = 100) -> Iterator[tuple[Workspace, dict[str, str]]]:
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
        yield workspace, surroundings


def _started(workspace: Workspace, surroundings: dict[str, str]) -> subprocess.Popen[bytes]:
    before = len(workspace.sockets)
    command = [sys.executable, "-c", "from api.cli.main import run; run()", "slack"]
    process = subprocess.Popen(command, env=surroundings, stderr=subprocess.DEVNULL)
    if not wait_for(lambda: len(workspace.sockets) > before, 300):
        process.kill()
        raise RuntimeError("the door did not connect")
    return process


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(40)
    except subprocess.TimeoutExpired:
        process.kill()


def _profiles(folder: Path) -> Path:
    path = folder / "channels.yaml"
    path.write_text("defaults: {per_minute: 1000}\ndirect: {answer: all, per_minute: 1000}\n", encoding="utf-8")
    return path


def lines() -> Iterator[str]:
    """The figures, one line each."""
    made = deliver_at_random()
    yield (
        f"slack deliveries: {made.deliveries} of {made.questions} questions over {made.reconnects} reconnects: "
        f"{made.duplicates} duplicates, {made.losses} losses, {made.seconds:.0f} s"
    )
    idle = acknowledge_under_load(drafts=0)
    told = acknowledge_under_load()
    for each in (idle, told):
        yield (
            f"slack acknowledgement: {each.deliveries} with {each.drafts} drafts in work: p50 {each.p50 * 1000:.0f} "
            f"ms, p99 {each.p99 * 1000:.0f} ms, longest {each.longest * 1000:.0f} ms, {each.cpu * 1000:.1f} ms of "
            f"processor time each, load {each.load:.1f} ({each.drafted} drafts done meanwhile)"
        )
    yield f"slack acknowledgement: p99 with drafts is {told.p99 / idle.p99:.2f} times that without"
    survived = kill_while_working()
    yield (
        f"slack kills: {survived.kills} times kill -9 in mid-work, {survived.asked} asked: {survived.duplicates} "
        f"duplicates, {survived.losses} losses, {survived.begun_again} looks at what had been said"
    )


if __name__ == "__main__":
    for line in lines():
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
