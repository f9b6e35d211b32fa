"""``python -m evals.benches.slack_answers``: 500 questions asked, every call held against what Slack documents.

The questions are those of the labelled cases; the judge is the workspace's own library (the arguments of its methods,
the limits of its blocks) and the documented limits that the library does not know.
"""

from __future__ import annotations

import inspect
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import yaml
from slack_sdk import WebClient
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from evals.benches._slack_door import door, send
from evals.benches._workspace import Workspace, command, direct, mention, wait_for

#: What calls, links or broadcasts when it comes out of a message.
_ACTIVE = re.compile(r"<[!@#][^>]*>|<https?:|(?<![\w\u2060])@(?:channel|here|everyone)\b")
#: So often may be answered at the address that comes with a command.
_RESPONSES = 5
_BLOCKS, _WHOLE, _TEXT, _MARKDOWN, _PROMPTS, _LOADING = 50, 13_000, 4_000, 12_000, 4, 10


@dataclass(frozen=True)
class Held:
    """What came of the questions. ``wrong`` says what was not as documented."""

    asked: int
    answered: int
    calls: int
    messages: int
    longest: int
    wrong: tuple[str, ...]
    seconds: float


def questions(count: int = 500, seed: int = 20261122) -> list[str]:
    """Different questions of the labelled cases, in any order."""
    found = {
        text for path in _cases(files("evals") / "cases") for text in _texts(yaml.safe_load(path.read_text("utf-8")))
    }
    drawn = sorted(found)
    random.Random(seed).shuffle(drawn)
    return drawn[:count]


def ask_all(count: int = 500) -> Held:
    """Ask in a channel, in direct messages and by command; look at every call that answers."""
    asked, begun = questions(count), time.monotonic()
    with door(queue=count + 10) as (workspace, _):
        for number, text in enumerate(asked):
            if number % 3 == 2:
                typed = command(f"ask {text}", workspace.base, response_url=f"{workspace.base}commands/{number}")
                send(workspace, typed, kind="slash_commands")
            else:
                send(workspace, (mention if number % 3 else direct)(text))
        wait_for(lambda: len(_answered(workspace)) >= len(asked), 1500)
        answered = len(_answered(workspace))
        calls = list(workspace.calls)
    held = [told for name, told in calls if "blocks" in told]
    return Held(
        asked=len(asked),
        answered=answered,
        calls=len(calls),
        messages=len(held),
        longest=max(sum(map(len, _written(told["blocks"]))) for told in held),
        wrong=tuple(_wrong(calls)),
        seconds=time.monotonic() - begun,
    )


def _cases(folder: Any) -> Iterator[Any]:
    for each in sorted(folder.iterdir(), key=lambda path: path.name):
        if each.is_dir():
            yield from _cases(each)
        elif each.name.endswith(".yaml"):
            yield each


def _texts(held: Any) -> Iterator[str]:
    rows = held.get("cases", []) if isinstance(held, dict) else held
    for row in rows if isinstance(rows, list) else ():
        text = row.get("text") or row.get("q") if isinstance(row, dict) else None
        if isinstance(text, str) and len(text) < 2000:
            yield " ".join(text.split())


def _answered(workspace: Workspace) -> set[str]:
    with workspace.lock:
        marked = {str(each.get("metadata", {}).get("event_payload", {}).get("delivery")) for each in workspace.messages}
        return (marked - {"None"}) | {name for name, _ in workspace.calls if name.startswith("commands/")}


def _wrong(calls: Iterable[tuple[str, Mapping[str, Any]]]) -> Iterator[str]:
    uses: Counter[str] = Counter()
    for name, told in calls:
        if name.startswith("commands/"):
            uses[name] += 1
        else:
            yield from (f"{name}: no argument {each}" for each in sorted(set(told) - _arguments(name)))
        for problem in _limits(told):
            yield f"{name}: {problem}"
    yield from (f"{name}: answered {times} times" for name, times in uses.items() if times > _RESPONSES)


def _arguments(method: str) -> set[str]:
    """What the library's method for a method of the interface takes."""
    found = getattr(WebClient, method.replace(".", "_"), None)
    return set(inspect.signature(found).parameters) - {"self", "kwargs"} if found is not None else set()


def _limits(told: Mapping[str, Any]) -> Iterator[str]:
    for name, most in (("text", _TEXT), ("markdown_text", _MARKDOWN)):
        if len(str(told.get(name, ""))) > most:
            yield f"{name} of {len(told[name])} characters"
        if name == "text" and _ACTIVE.search(str(told.get(name, ""))):
            yield "text that calls or links"
    if len(told.get("prompts", ())) > _PROMPTS:
        yield "too many prompts"
    blocks = told.get("blocks") or (told["view"]["blocks"] if "view" in told else ())
    if len(blocks) > _BLOCKS:
        yield f"{len(blocks)} blocks"
    written = list(_written(blocks))
    if sum(map(len, written)) > _WHOLE:
        yield f"{sum(map(len, written))} characters in blocks"
    yield from (f"a block that calls or links: {each[:80]}" for each in written if _ACTIVE.search(each))
    for block in blocks:
        try:
            parsed = Block.parse(dict(block))
            if parsed is None or type(parsed) is Block:
                yield f"no such block: {block.get('type')}"
            else:
                parsed.validate_json()
        except SlackObjectFormationError as error:
            yield f"{block.get('type')}: {error}"


def _written(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield from [each] if name == "text" and isinstance(each, str) else _written(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _written(each)


def lines() -> Iterator[str]:
    """The figures, one line."""
    held = ask_all()
    yield (
        f"slack answers: {held.answered} of {held.asked} questions answered in {held.seconds:.0f} s, {held.calls} "
        f"calls, {held.messages} with blocks, longest {held.longest} characters: {len(held.wrong)} not as documented"
    )
    yield from (f"slack answers: {problem}" for problem in sorted(set(held.wrong))[:20])


if __name__ == "__main__":
    for line in lines():
        sys.stdout.write(line + "\n")
