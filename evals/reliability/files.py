"""Hostile files: damaged X12, FHIR, Word, PDF, HTML and spreadsheet material. Only ``BadInput`` may come out."""

from __future__ import annotations

import json
import random
import resource
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.domain.errors import BadInput
from assistant.readers.documents.confined import ConfinedReader
from assistant.readers.read import read_records
from evals.benches._office_files import write_office_files
from evals.children import end_with_parent
from evals.reliability.bombs import bombs
from evals.reliability.row import Tried
from evals.suites.made_remittances import remittance

#: Seconds of processor time that one file may take, and bytes beyond what the readers themselves need.
LONGEST, MOST_MEMORY = 5.0, 512 * 2**20
_ADDRESSES = 6 * 2**30
_JUNK = (b"\0", b"~", b"*", b"\xff\xfe", b"1e999", b"<" * 500, b"{" * 2_000, b"NaN", b"\x1b[2J", b"--9", b"1,250.00")
_RESOURCE = {
    "resourceType": "ClaimResponse",
    "status": "active",
    "outcome": "complete",
    "patient": {"reference": "Patient/1"},
    "created": "2026-10-02",
    "item": [
        {
            "itemSequence": 1,
            "adjudication": [
                {"category": {"coding": [{"code": "benefit"}]}, "amount": {"value": 90.47, "currency": "USD"}}
            ],
        }
    ],
    "payment": {"date": "2026-10-10", "amount": {"value": 90.47, "currency": "USD"}},
}


def damaged(data: bytes, dice: random.Random) -> bytes:
    """The bytes cut, repeated, filled with junk, turned round in part, or with bits flipped."""
    at = dice.randrange(len(data) + 1)
    way = dice.randrange(6)
    if way == 0:
        return data[:at]
    if way == 1:
        return data[:at] + dice.choice(_JUNK) + data[at:]
    if way == 2:
        return data[:at] + data[at : at + 400] * dice.choice((2, 40)) + data[at:]
    if way == 3:
        return data[:at] + data[at + dice.randrange(1, 200) :]
    if way == 4:
        return data[:at] + data[at : at + 120][::-1] + data[at + 120 :]
    flipped = bytearray(data)
    for _ in range(dice.randrange(1, 30)):
        flipped[dice.randrange(len(flipped))] ^= 1 << dice.randrange(8)
    return bytes(flipped)


def formats() -> tuple[str, ...]:
    """The kinds of files that are damaged, each a row of its own."""
    return ("835", "json", "docx", "pdf", "html", "xlsx", "csv", "txt", "md")


def damaged_files(kind: str, rounds: int, seed: int) -> Tried:
    """So many damaged files of one kind, in a process of their own."""
    return _apart(_damage, kind, rounds, seed)


def hurtful_files() -> Tried:
    """Every file that is made to hurt, in a process of its own."""
    return _apart(_bombs)


def _apart(work: Callable[..., Tried], *given: object) -> Tried:
    """Do the work in a process that is held to its memory; its end is a failure."""
    try:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_hold) as pool:
            return pool.submit(work, *given).result()
    except BrokenProcessPool:
        return Tried(1, 1, ("the process that read them was ended",))


def _hold() -> None:
    end_with_parent()
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESSES, _ADDRESSES))


def _damage(kind: str, rounds: int, seed: int) -> Tried:
    whole = _whole(kind)
    tried = _Judge()
    for number in range(rounds):
        dice = random.Random(f"{seed}-{kind}-{number}")
        data = remittance(dice).text.encode() if kind == "835" else dice.choice(whole)
        tried.read(damaged(data, dice), f"a.{kind}", f"round {number}")
    return tried.tally()


def _bombs() -> Tried:
    tried = _Judge()
    for name, data in bombs():
        tried.read(data, name, "made to hurt")
    return tried.tally()


def _whole(kind: str) -> list[bytes]:
    """Undamaged files of a kind."""
    if kind == "835":
        return []
    if kind == "json":
        return [json.dumps(_RESOURCE).encode()]
    if kind == "csv":
        return [b"claim,payer,amount,denied\n1,Brightsmile,120.00,2026-10-01\n2,Metro PPO,80.50,\n"]
    with TemporaryDirectory() as folder:
        held = [path.read_bytes() for path in write_office_files(Path(folder)) if path.suffix == f".{kind}"]
    return held or [b"# Manual\n\nA crown (D2740) is covered once per tooth in 60 months.\n" * 20]


class _Judge:
    """Reads files one after another and keeps what is other than a reading or a refusal within the caps."""

    def __init__(self) -> None:
        self._tries = 0
        self._wrong: list[str] = []
        self._base: int | None = None

    def read(self, data: bytes, name: str, which: str) -> None:
        """Read one file as the doors do."""
        if self._base is None:
            self._one(b"", name)  # what the readers import is not the file's
            self._base = _memory()
        self._tries += 1
        started = _seconds()
        said = self._one(data, name)
        if said:
            self._wrong.append(f"{name}, {which}: {said}")
        if _seconds() - started > LONGEST:
            self._wrong.append(f"{name}, {which}: {_seconds() - started:.1f} s")
        if _memory() - self._base > MOST_MEMORY:
            self._wrong.append(f"{name}, {which}: {(_memory() - self._base) / 2**20:.0f} MiB")
            self._base = _memory()

    def _one(self, data: bytes, name: str) -> str:
        try:
            if name.endswith((".835", ".json")):
                read_records(data, name)
            else:
                with ConfinedReader(seconds=60) as reader:
                    reader.read(data, name)
        except BadInput:
            return ""  # the honest refusal
        except BaseException as error:  # whatever else comes out is what is counted
            if isinstance(error, KeyboardInterrupt):
                raise
            return f"{type(error).__name__}: {str(error)[:120]}"
        return ""

    def tally(self) -> Tried:
        """What was counted."""
        return Tried(self._tries, len(self._wrong), tuple(self._wrong))


def _seconds() -> float:
    """Processor time of this process and of the readers that it ran."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def _memory() -> int:
    """The most memory, in bytes, that this process or a reader that it ran has held."""
    return 1024 * max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
