"""``python -m evals.benches.slack``: randomised deliveries, acknowledgement under 50 drafts.

The door runs as it is run in an office, ``claimwright slack`` in a process of its own, on a workspace of this machine.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.benches._slack_door import Outbox, door, send
from evals.benches._workspace import CHANNEL, Workspace, event, mention, submission, wait_for

QUESTIONS = (
    "is D2740 covered under northlake dental?",
    "what does CO-16 N362 mean?",
    "how often does northlake dental cover D1110?",
    "hi",
)

FILLED = {
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


def deliver_at_random(
    *, questions: int = 400, deliveries: int = 1000, seed: int = 20261122, scripted: bool = True
) -> Delivered:
    """Deliver questions with duplicates, retries, replays and twin events, shuffled, over breaking connections.

    What is answered is no subject here: ``scripted`` answers are at hand.
    """
    draw = random.Random(seed)
    asked = [mention(f"{draw.choice(QUESTIONS)} ({number})") for number in range(questions)]
    sent: list[dict[str, Any]] = list(asked)
    while len(sent) < deliveries:
        original = draw.choice(asked)
        twin = event("message", original["event"]["text"], ts=original["event"]["ts"])
        sent.append(draw.choice((original, original, twin)))
    draw.shuffle(sent)
    broken = set(draw.sample(range(20, len(sent) - 20), 4))
    begun = time.monotonic()
    with door(queue=deliveries + 10, scripted=scripted) as (workspace, _):
        box = Outbox(workspace)
        for number, payload in enumerate(sent):
            if number in broken:
                _reconnect(workspace)
            box.send(payload, retry=draw.randint(0, 3))
        wanted = {each["event"]["ts"] for each in asked}
        box.wait_for(lambda: wanted <= {each["thread_ts"] for each in workspace.said(CHANNEL)}, 600)
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
            send(workspace, submission("cw_form_intake", FILLED), kind="interactive")
        begun: dict[str, float] = {}
        spent = _cpu(process.pid)
        for number in range(deliveries):
            at = time.monotonic()
            begun[send(workspace, mention(f"{QUESTIONS[0]} ({number})"))] = at
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


def _reconnect(workspace: Workspace) -> None:
    """Ask the door to connect anew, as the workspace does before it ends a connection."""
    wait_for(lambda: len(workspace.acks) >= workspace.sent, 60)
    before = len(workspace.sockets)
    workspace.sockets[-1].send('{"type": "disconnect", "reason": "refresh_requested", "debug_info": {}}')
    wait_for(lambda: len(workspace.sockets) > before, 30)


def _cpu(pid: int) -> float:
    """Seconds of processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


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


if __name__ == "__main__":
    for line in lines():
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
