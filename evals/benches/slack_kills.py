"""``python -m evals.benches.slack_kills [rounds]``: a door killed while it works, over and over.

With ``--scripted`` the answers are at hand, so that many more kills are tried.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from evals.benches._slack_door import Outbox, end, started, surrounded
from evals.benches._workspace import DIRECT, Workspace, direct, mention, submission
from evals.benches.slack import FILLED, QUESTIONS


@dataclass(frozen=True)
class Survived:
    """What came of what was asked while the door was killed, over and over.

    ``begun_again`` is work that broke off; ``failures`` are answers that only say why there is none.
    """

    kills: int
    asked: int
    duplicates: int
    losses: int
    failures: int
    begun_again: int
    sent_again: int
    wrong: tuple[str, ...]
    seconds: float


def kill_while_working(*, rounds: int = 20, seed: int = 20261122, scripted: bool = False) -> Survived:
    """Ask, kill the door with no word of warning, start it again; each question must be answered once."""
    draw, begun = random.Random(seed), time.monotonic()
    with surrounded() as (workspace, surroundings):
        process = started(workspace, surroundings, scripted=scripted)
        box = Outbox(workspace)
        for _ in range(rounds):
            now = _some_work(draw)
            for payload in now:
                box.send(payload)
            time.sleep(draw.uniform(0.0, 0.8 if scripted else 3.0))
            process.kill()
            process.wait()
            process = started(workspace, surroundings, scripted=scripted)
            box.repeat(patience=0)  # what was not acknowledged comes once more
            if not box.wait_for(partial(_all_answered, workspace, now), 120):
                late = [_told(workspace, each, 0) for each in now if not _answers(workspace, each)]
                sys.stderr.write(f"not answered within 120 s: {late}\n")
            sys.stderr.write(".")
            sys.stderr.flush()
        asked = [payload for payload, _ in box.sent]
        box.wait_for(partial(_all_answered, workspace, asked), 900)
        time.sleep(3)  # what is answered twice is answered by now
        counts = [_answers(workspace, each) for each in asked]
        read_again = len(workspace.of("conversations.replies")) + len(workspace.of("conversations.history"))
        wrong = tuple(_told(workspace, each, n) for each, n in zip(asked, counts, strict=True) if n != 1)
        failures = sum("Something failed" in str(each.get("text")) for each in workspace.messages)
        end(process)
    return Survived(
        kills=rounds,
        asked=len(asked),
        duplicates=sum(max(0, count - 1) for count in counts),
        losses=sum(count == 0 for count in counts),
        failures=failures,
        begun_again=read_again,
        sent_again=sum(len(names) - 1 for _, names in box.sent),
        wrong=wrong,
        seconds=time.monotonic() - begun,
    )


def _all_answered(workspace: Workspace, asked: list[dict[str, Any]]) -> bool:
    return all(_answers(workspace, each) for each in asked)


def _some_work(draw: random.Random) -> list[dict[str, Any]]:
    """Mentions, direct messages and a form, in any order."""
    made = [mention(draw.choice(QUESTIONS)) for _ in range(3)]
    made += [direct(draw.choice(QUESTIONS)) for _ in range(2)]
    made.append(submission("cw_form_intake", FILLED))
    draw.shuffle(made)
    return made


def _answers(workspace: Workspace, payload: dict[str, Any]) -> int:
    """How many finished answers stand: messages of a thread; for a form its letters."""
    standing = _standing(workspace, payload)
    if "event" in payload:
        return len(standing) if all("metadata" in each for each in standing) else 0
    cards = {each["ts"] for each in standing if "files" not in each}
    letters = sum("files" in each for each in standing)
    return max(len(cards), letters) if letters else 0


def _standing(workspace: Workspace, payload: dict[str, Any]) -> list[dict[str, Any]]:
    """What the door said to a payload."""
    if "event" in payload:
        return workspace.standing(payload["event"]["channel"], payload["event"]["ts"])
    key, held = f"view:{payload['view']['id']}", workspace.standing(DIRECT)
    cards = [each for each in held if _marked(each) == key]
    threads = {each["ts"] for each in cards}
    return cards + [each for each in held if "files" in each and each["thread_ts"] in threads]


def _marked(message: dict[str, Any]) -> str:
    return str(message.get("metadata", {}).get("event_payload", {}).get("delivery", ""))


def _told(workspace: Workspace, payload: dict[str, Any], count: int) -> str:
    """What was answered too often or not at all, and what stands in its place."""
    what = payload.get("event_id") or payload["view"]["id"]
    stands = [
        str(each.get("text") or each.get("markdown_text") or each.get("files"))
        for each in _standing(workspace, payload)
    ]
    return f"{what} answered {count} times; what stands: {stands}"


def lines(rounds: int = 20, *, scripted: bool = False) -> Iterator[str]:
    """The figures, and what was wrong."""
    told = kill_while_working(rounds=rounds, scripted=scripted)
    answers = "answers at hand" if scripted else "real answers"
    yield (
        f"slack kills: {told.kills} times kill -9 in mid-work, {answers}, {told.asked} asked: {told.duplicates} "
        f"duplicates, {told.losses} losses, {told.failures} failures told, {told.sent_again} sent again, "
        f"{told.begun_again} looks at what had been said, {told.seconds:.0f} s"
    )
    yield from (f"slack kills: {each}" for each in told.wrong)


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:] if each.isdigit()]
    for line in lines(*given[:1], scripted="--scripted" in sys.argv):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
