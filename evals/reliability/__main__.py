"""``python -m evals.reliability [--short] [--only AREA...] [-o FILE]``: the table; ends with 1 where a row failed."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from evals.reliability import canary, disk, files, labelled, store
from evals.reliability.row import Row, Tried, table, timed

SEED = 7


class Size(NamedTuple):
    """How many tries of each row; a row of none is left out. ``cases`` is the limit of every labelled suite."""

    tampered: int = 0
    deliveries: int = 0
    slack: int = 0
    writers: int = 0
    records: int = 0
    office: int = 0
    texts: int = 0
    bombs: int = 0
    steps: int = 0
    no_room: int = 0
    bytes: int = 0
    readers: int = 0
    kills: int = 0
    chroma_kills: int = 0
    people: int = 0
    filters: int = 0
    cases: int | None = 0


FULL = Size(200, 1_000, 1_000, 20, 20_000, 1_000, 5_000, 1, 40, 30, 50, 20, 200, 20, 40, 100, None)
SHORT = Size(tampered=20, deliveries=60, writers=1, records=200, texts=40, bytes=1)
_OFFICE, _TEXTS = ("docx", "pdf", "html", "xlsx"), ("csv", "txt", "md")


class Plan(NamedTuple):
    """A row before it is tried."""

    area: str
    what: str
    work: Callable[[], Tried]
    most: float = 0.0


def plans(size: Size, folder: Path) -> Iterator[Plan]:
    """Every row that has something to try, the quick ones first."""
    if size.tampered:
        yield Plan(
            "audit", "a changed or removed line goes unseen", partial(store.tampered, folder, size.tampered, SEED)
        )
    yield from _deliveries(size, folder)
    yield from _hostile(size)
    yield from _durability(size, folder)
    if size.people:
        what = "a person sent in by any door is read where nobody may"
        yield Plan("privacy", what, partial(canary.through_every_door, folder / "canary", size.people, SEED))
    if size.filters:
        what = "a filter of the practice is removed and no test fails"
        yield Plan("tenancy", what, partial(labelled.removed_filters, size.filters))
    if size.cases != 0:
        yield from _labelled(size.cases)


def _deliveries(size: Size, folder: Path) -> Iterator[Plan]:
    if size.deliveries:
        what = "a repeated delivery is taken twice or not at all"
        yield Plan("deliveries", what, partial(store.repeated, folder, size.deliveries, SEED))
    if size.slack:
        what = "Slack, retries, replays, broken connections: answered twice or not at all"
        yield Plan("deliveries", what, partial(labelled.slack_deliveries, size.slack, SEED))


def _hostile(size: Size) -> Iterator[Plan]:
    rounds = {"835": size.records, "json": size.records}
    rounds |= dict.fromkeys(_OFFICE, size.office) | dict.fromkeys(_TEXTS, size.texts)
    for kind, number in rounds.items():
        if number:
            what = f"damaged .{kind}: other than a reading or a refusal, 5 s, 512 MiB"
            yield Plan("hostile files", what, partial(files.damaged_files, kind, number, SEED))
    if size.bombs:
        what = "bombs, loops, endless nesting: other than a reading or a refusal, 5 s, 512 MiB"
        yield Plan("hostile files", what, files.hurtful_files)


def _durability(size: Size, folder: Path) -> Iterator[Plan]:
    if size.writers:
        yield Plan("durability", "two writers at once", partial(store.two_writers, folder, size.writers))
    if size.bytes:
        what = "a changed byte of the index alters an answer unseen, or is not mended"
        yield Plan("durability", what, partial(disk.changed_bytes, folder, size.bytes, SEED))
    if size.readers:
        what = "an open process does not find within 2 s what another one added"
        yield Plan("durability", what, partial(disk.old_readers, folder, size.readers))
    if size.steps:
        for way, words in (("kill", "killed before"), ("full", "no space at")):
            what = f"{words} a step of writing: lost, torn, out of step, or a traceback"
            yield Plan("durability", what, partial(disk.steps, folder, way, size.steps))
    if size.no_room:
        what = "no file may grow: lost, torn, out of step, or a traceback"
        yield Plan("durability", what, partial(disk.no_room, folder, size.no_room, SEED))
    for kind, rounds in (("plain", size.kills), ("chroma", size.chroma_kills)):
        if rounds:
            what = f"kill -9 ({kind}): lost, doubled, torn or out of step"
            yield Plan("durability", what, partial(labelled.killed, rounds, kind))


def _labelled(limit: int | None) -> Iterator[Plan]:
    for area, suite, what in (
        ("privacy", "privacy", "an identifier is still readable"),
        ("tenancy", "tenancy", "a practice meets something of another one"),
        ("injection", "injection", "a hidden order shows in an answer"),
        ("model faults", "faults", "a turn ends in neither answer nor honest no"),
    ):
        yield Plan(area, what, partial(labelled.suite, suite, limit))
    planted = labelled.Planted(limit)
    yield Plan("planted errors", "an error in a letter or wording is missed", planted.missed, 0.05)
    yield Plan("planted errors", "a harmless edit is called an error", planted.alarms, 0.02)


def rows(size: Size, only: tuple[str, ...] = ()) -> Iterator[Row]:
    """Every row, tried; ``only`` names areas."""
    with tempfile.TemporaryDirectory() as place:
        for plan in plans(size, Path(place)):
            if not only or plan.area in only:
                yield _tried(plan)


def _tried(plan: Plan) -> Row:
    """A row that could not be tried proves nothing and says why; the others are tried all the same."""
    try:
        return timed(plan.area, plan.what, plan.work, plan.most)
    except (RuntimeError, OSError, subprocess.TimeoutExpired) as error:
        return Row(plan.area, plan.what, Tried(0, 0, (f"not tried: {type(error).__name__}: {error}"[:300],)), 0.0)


def main() -> int:
    """Print the rows as they are known, then write the table."""
    parser = argparse.ArgumentParser(prog="python -m evals.reliability", description=__doc__)
    parser.add_argument("--short", action="store_true", help="seconds instead of hours")
    parser.add_argument("--limit", type=int, help="so many cases of each suite of labelled cases")
    parser.add_argument("--tries", type=float, default=1.0, help="share of the full number of tries of the other rows")
    parser.add_argument("--only", nargs="+", default=(), help="areas to try, such as durability or privacy")
    parser.add_argument("-o", "--out", type=Path, help="write the table here")
    given = parser.parse_args()
    size = SHORT if given.short else _scaled(FULL, given.tries, given.limit)
    command = " ".join(["python -m evals.reliability", *sys.argv[1:]])
    done = []
    for row in rows(size, tuple(given.only)):
        sys.stdout.write(f"{row}\n")
        sys.stdout.flush()
        done.append(row)
        if given.out:
            given.out.write_text(table(command, done), encoding="utf-8")
    return 0 if done and all(row.ok for row in done) else 1


def _scaled(size: Size, share: float, limit: int | None) -> Size:
    tries = {name: max(1, round(number * share)) for name, number in size._asdict().items() if name != "cases"}
    return size._replace(**tries, cases=limit)


if __name__ == "__main__":
    sys.exit(main())
