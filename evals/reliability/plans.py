"""The rows of the table before they are tried: what must not happen, and how often that is tried."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from evals.reliability import canary, disk, files, labelled, store
from evals.reliability.row import Tried

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
    """A row before it is tried; ``size`` is how much is asked of it, ``None`` for all that there is."""

    name: str
    size: int | None
    area: str
    what: str
    work: Callable[[], Tried]
    most: float = 0.0


def plans(size: Size, folder: Path) -> Iterator[Plan]:
    """Every row that has something to try, the quick ones first."""
    if size.tampered:
        what = "a changed or removed line goes unseen"
        yield Plan("audit", size.tampered, "audit", what, partial(store.tampered, folder, size.tampered, SEED))
    yield from _deliveries(size, folder)
    yield from _hostile(size)
    yield from _durability(size, folder)
    if size.people:
        what = "a person sent in by any door is read where nobody may"
        work = partial(canary.through_every_door, folder / "canary", size.people, SEED)
        yield Plan("canary", size.people, "privacy", what, work)
    if size.filters:
        what = "a filter of the practice is removed and no test fails"
        yield Plan("filters", size.filters, "tenancy", what, partial(labelled.removed_filters, size.filters))
    if size.cases != 0:
        yield from _labelled(size.cases)


def _deliveries(size: Size, folder: Path) -> Iterator[Plan]:
    if size.deliveries:
        what = "a repeated delivery is taken twice or not at all"
        work = partial(store.repeated, folder, size.deliveries, SEED)
        yield Plan("repeated", size.deliveries, "deliveries", what, work)
    if size.slack:
        what = "Slack, retries, replays, broken connections: answered twice or not at all"
        work = partial(labelled.slack_deliveries, size.slack, SEED)
        yield Plan("slack", size.slack, "deliveries", what, work)


def _hostile(size: Size) -> Iterator[Plan]:
    rounds = {"835": size.records, "json": size.records}
    rounds |= dict.fromkeys(_OFFICE, size.office) | dict.fromkeys(_TEXTS, size.texts)
    for kind, number in rounds.items():
        if number:
            what = f"damaged .{kind}: other than a reading or a refusal, 5 s, 512 MiB"
            yield Plan(kind, number, "hostile files", what, partial(files.damaged_files, kind, number, SEED))
    if size.bombs:
        what = "bombs, loops, endless nesting: other than a reading or a refusal, 5 s, 512 MiB"
        yield Plan("bombs", None, "hostile files", what, files.hurtful_files)


def _durability(size: Size, folder: Path) -> Iterator[Plan]:
    if size.writers:
        work = partial(store.two_writers, folder, size.writers)
        yield Plan("writers", size.writers, "durability", "two writers at once", work)
    if size.bytes:
        what = "a changed byte of the index alters an answer unseen, or is not mended"
        work = partial(disk.changed_bytes, folder, size.bytes, SEED)
        yield Plan("bytes", size.bytes, "durability", what, work)
    if size.readers:
        what = "an open process does not find within 2 s what another one added"
        yield Plan("readers", size.readers, "durability", what, partial(disk.old_readers, folder, size.readers))
    if size.steps:
        for way, words in (("kill", "killed before"), ("full", "no space at")):
            what = f"{words} a step of writing: lost, torn, out of step, or a traceback"
            yield Plan(f"step-{way}", size.steps, "durability", what, partial(disk.steps, folder, way, size.steps))
    if size.no_room:
        what = "no file may grow: lost, torn, out of step, or a traceback"
        work = partial(disk.no_room, folder, size.no_room, SEED)
        yield Plan("no-room", size.no_room, "durability", what, work)
    for kind, rounds in (("plain", size.kills), ("chroma", size.chroma_kills)):
        if rounds:
            what = f"kill -9 ({kind}): lost, doubled, torn or out of step"
            yield Plan(f"kill-{kind}", rounds, "durability", what, partial(labelled.killed, rounds, kind))


def _labelled(limit: int | None) -> Iterator[Plan]:
    for area, suite, what in (
        ("privacy", "privacy", "an identifier is still readable"),
        ("tenancy", "tenancy", "a practice meets something of another one"),
        ("injection", "injection", "a hidden order shows in an answer"),
        ("model faults", "faults", "a turn ends in neither answer nor honest no"),
    ):
        yield Plan(f"suite-{suite}", limit, area, what, partial(labelled.suite, suite, limit))
    planted = labelled.Planted(limit)
    yield Plan("planted", limit, "planted errors", "an error in a letter or wording is missed", planted.missed, 0.05)
    yield Plan("harmless", limit, "planted errors", "a harmless edit is called an error", planted.alarms, 0.02)


def scaled(size: Size, share: float, limit: int | None) -> Size:
    """A share of every number of tries, at least one of each."""
    tries = {name: max(1, round(number * share)) for name, number in size._asdict().items() if name != "cases"}
    return size._replace(**tries, cases=limit)
