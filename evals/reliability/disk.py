"""A writer killed or without room at each step of its writing; an index with a changed byte; readers of old."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.assistant import Assistant
from assistant.bootstrap import build_assistant
from assistant.domain.caller import LOCAL
from assistant.domain.errors import ClaimwrightError
from assistant.settings import load_settings
from evals.reliability.row import Tried

TODAY = date(2026, 11, 22)
_COMMAND = [sys.executable, "-c", "from api.cli.main import run; run()"]
_FAULTY = Path(__file__).parent / "faulty.py"
#: Seconds within which an open process has to find what another one added.
_FRESH = 2.0
_TEXT = """---
id: {name}
payer: {payer}
effective_from: 2026-01-01
title: Manual {name}
---
# Manual {name}

## Crowns

Crowns (D2740) of {name} are covered once per tooth in {months} months.

## Night guards

A night guard (D9944) of {name} is covered once in {months} months.
"""
_PAYER = "Fernhollow Dental"


@dataclass(frozen=True)
class Ended:
    """How a command ended. ``reached`` says whether it came as far as the step that was to fail."""

    code: int
    said: str
    reached: bool


def _write(folder: Path, name: str, months: int) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.md"
    path.write_text(_TEXT.format(name=name, payer=_PAYER, months=months), encoding="utf-8")
    return path


def _opened(home: Path) -> Assistant:
    """The assistant of a home as a process that starts now has it."""
    return build_assistant(load_settings().model_copy(update={"home": home, "database_url": None}), today=lambda: TODAY)


def _home(folder: Path) -> Path:
    """A home with one document, made once."""
    home = folder / "first-home"
    if not home.exists():
        added = _opened(home).corpus_add(LOCAL, [_write(folder / "files", "fernhollow-old", 61)])
        assert added.accepted, "the document is a plain one"
    return home


def _run(home: Path, words: list[str], way: str, at: int, folder: Path) -> Ended:
    """Run a command with one step failing."""
    place = folder / "faulty"
    place.mkdir(exist_ok=True)
    shutil.copy(_FAULTY, place / "sitecustomize.py")
    mark = folder / "mark"
    mark.unlink(missing_ok=True)
    given = {"FAULT_WAY": way, "FAULT_AT": str(at), "FAULT_BELOW": str(home), "FAULT_MARK": str(mark)}
    root = str(Path(__file__).parents[2])
    surroundings = {**os.environ, **given, "CLAIMWRIGHT_HOME": str(home), "PYTHONPATH": f"{place}{os.pathsep}{root}"}
    done = subprocess.run([*_COMMAND, *words], env=surroundings, capture_output=True, text=True, timeout=300)
    return Ended(done.returncode, done.stdout + done.stderr, mark.exists() or way == "limit")


def steps(folder: Path, way: str, most: int) -> Tried:
    """Let every step of adding, replacing and removing a document fail once; ``way`` is ``kill`` or ``full``."""
    return _judged(folder, way, ((words, at) for words in _words(folder) for at in range(1, most + 1)))


def no_room(folder: Path, rounds: int, seed: int) -> Tried:
    """Add documents where no file may grow beyond a few thousand bytes, the database and the index neither."""
    dice = random.Random(seed)
    words = _words(folder)
    return _judged(folder, "limit", ((words[n % len(words)], dice.randrange(1_000, 90_000)) for n in range(rounds)))


def _words(folder: Path) -> tuple[list[str], ...]:
    new = _write(folder / "files", "fernhollow-new", 67)
    changed = _write(folder / "changed", "fernhollow-old", 71)
    return (
        ["corpus", "add", str(new)],
        ["corpus", "add", str(changed)],
        ["corpus", "remove", "fernhollow-old"],
    )


def _judged(folder: Path, way: str, wanted: Iterator[tuple[list[str], int]]) -> Tried:
    wrong: list[str] = []
    tries, over = 0, ""
    for words, at in wanted:
        if " ".join(words) == over:
            continue  # it has no further step
        home = folder / "home"
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(_home(folder), home)
        ended = _run(home, words, way, at, folder)
        if not ended.reached:
            over = " ".join(words)
            continue
        tries += 1
        wrong += [f"{way} {at}, {' '.join(words[:2])}: {each}" for each in _troubles(home, words, way, ended)]
    return Tried(tries, len(wrong), tuple(wrong))


def _troubles(home: Path, words: list[str], way: str, ended: Ended) -> Iterator[str]:
    """What is not as it must be: said, held, or in step."""
    if "Traceback" in ended.said:
        yield f"a traceback: {ended.said.strip().splitlines()[-1][:160]}"
    if way != "kill" and ended.code < 0:
        yield f"ended by signal {-ended.code}"
    try:
        assistant = _opened(home)
        held = {each.id: assistant.library(LOCAL).passages_of(each.id) for each in assistant.corpus_list(LOCAL)}
        own = {name: " ".join(p.text for p in passages) for name, passages in held.items() if "fernhollow" in name}
        verified = assistant.corpus_verify(LOCAL)
    except (ClaimwrightError, OSError) as error:
        yield f"does not open again: {error}"
        return
    if not verified.ok:
        yield f"out of step: {verified.divergences[:2]}"
    may_be = {"remove": ("61", ""), "add": ("61", "71") if "changed" in words[-1] else ("61",)}[words[1]]
    old = own.get("fernhollow-old", "")
    if not any(f"in {months} months" in old if months else not old for months in may_be):
        yield f"the old document is lost: {old[:80]!r}"
    for name, text in own.items():
        if text.count(" months") != 2:
            yield f"{name} is torn: {text[:80]!r}"


def changed_bytes(folder: Path, rounds: int, seed: int) -> Tried:
    """One byte of one file of the index changed: no answer changes unseen, and a rebuild brings the answers back.

    A byte that nothing reads, such as one of a vector index that is searched exactly, may go unseen.
    """
    first = folder / "rich-home"
    if not first.exists():
        files = [_write(folder / "rich", f"fernhollow-{n}", 31 + 2 * n) for n in range(6)]
        _opened(first).corpus_add(LOCAL, files)
    before = _answers(_opened(first))
    wrong = []
    for number in range(rounds):
        dice = random.Random(f"{seed}-{number}")
        home = folder / "hurt-home"
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(first, home)
        what = _hurt(home, dice)
        try:
            noticed = not _opened(home).corpus_verify(LOCAL).ok
            if not noticed and _answers(_opened(home)) != before:
                wrong.append(f"round {number}: {what} alters an answer unseen")
        except ClaimwrightError:
            pass  # refused at the start, which is noticing
        try:
            _opened(home).corpus_rebuild(LOCAL)
            after = _answers(_opened(home))
        except ClaimwrightError as error:
            wrong.append(f"round {number}: {what}: not rebuilt: {error}")
            continue
        if after != before:
            wrong.append(f"round {number}: {what}: other answers after the rebuild")
    return Tried(rounds, len(wrong), tuple(wrong))


def _hurt(home: Path, dice: random.Random) -> str:
    """Turn one bit over in one file of the index."""
    held = [path for path in sorted(home.rglob("generations/**/*")) if path.is_file() and path.stat().st_size]
    path = dice.choice(held)
    data = bytearray(path.read_bytes())
    at = dice.randrange(len(data))
    data[at] ^= 1 << dice.randrange(8)
    path.chmod(0o644)
    path.write_bytes(bytes(data))
    return f"byte {at} of {path.relative_to(home)}"


def _answers(assistant: Assistant) -> list[list[str]]:
    """The first five passages of a few questions."""
    asked = [f"how often are crowns covered at fernhollow-{n}?" for n in range(6)]
    asked += ["how often is a night guard covered?", "what does medicare need for an oral appliance?"]
    return [[hit.passage.key for hit in assistant.search(LOCAL, text, k=5).hits] for text in asked]


def old_readers(folder: Path, rounds: int) -> Tried:
    """A process that is open while the command line adds a document finds it at once, and forgets what is removed."""
    home = folder / "read-home"
    reader = _opened(home)
    reader.search(LOCAL, "crowns", k=1)
    wrong = []
    for number in range(rounds):
        name = f"fernhollow-late-{number}"
        words = ["corpus", "add", str(_write(folder / "late", name, 41 + number))]
        if number % 3 == 2:
            words, name = ["corpus", "remove", f"fernhollow-late-{number - 1}"], f"fernhollow-late-{number - 1}"
        _run(home, words, "", 0, folder)
        added, until = words[1] == "add", time.monotonic() + _FRESH
        while _holds(reader, name) != added and time.monotonic() < until:
            time.sleep(0.05)
        if _holds(reader, name) != added:
            wrong.append(f"round {number}: {name} {'not found' if added else 'still found'} after {_FRESH:.0f} s")
    return Tried(rounds, len(wrong), tuple(wrong))


def _holds(reader: Assistant, name: str) -> bool:
    hits = reader.search(LOCAL, f"crowns of {name}", k=5, payer=_PAYER).hits
    return any(f"of {name} " in hit.passage.text for hit in hits)
