"""Hostile files: damaged X12, FHIR, Word, PDF, HTML and spreadsheet material. Only ``BadInput`` may come out."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from pathlib import Path

from assistant.domain.errors import BadInput
from assistant.readers.documents.reader import read_document
from assistant.readers.read import read_records
from evals.benches._office_files import write_office_files
from evals.reliability.row import Tried
from evals.suites.made_remittances import remittance

#: Seconds that one file may take.
LONGEST = 5.0
_JUNK = (b"\0", b"~", b"*", b"\xff\xfe", b"1e999", b"<" * 500, b"{" * 2_000, b"NaN", b"\x1b[2J", b"--9", b"1,250.00")
_RESOURCE = {
    "resourceType": "ClaimResponse",
    "status": "active",
    "outcome": "complete",
    "patient": {"reference": "Patient/1"},
    "created": "2026-10-02",
    "item": [{"itemSequence": 1, "adjudication": [{"category": {"coding": [{"code": "benefit"}]},
                                                   "amount": {"value": 90.47, "currency": "USD"}}]}],
    "payment": {"date": "2026-10-10", "amount": {"value": 90.47, "currency": "USD"}},
}  # fmt: skip


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


def records(rounds: int, seed: int) -> Tried:
    """Remittances and FHIR answers."""
    fhir = json.dumps(_RESOURCE).encode()

    def one(dice: random.Random) -> tuple[str, bytes]:
        if dice.random() < 0.3:
            return "a.json", damaged(fhir, dice)
        return "a.835", damaged(remittance(dice).text.encode(), dice)

    return _tries(rounds, seed, one, read_records)


def documents(folder: Path, rounds: int, seed: int) -> Tried:
    """Word, PDF, HTML, spreadsheet and text files of an office."""
    held = [(path.name, path.read_bytes()) for path in write_office_files(folder)]

    def one(dice: random.Random) -> tuple[str, bytes]:
        name, data = dice.choice(held)
        return name, damaged(data, dice)

    return _tries(rounds, seed, one, read_document)


def _tries(
    rounds: int,
    seed: int,
    make: Callable[[random.Random], tuple[str, bytes]],
    read: Callable[[bytes, str], object],
) -> Tried:
    wrong = []
    for number in range(rounds):
        name, data = make(random.Random(f"{seed}-{number}"))
        started = time.process_time()
        try:
            read(data, name)
        except BadInput:
            pass  # the honest refusal
        except BaseException as error:  # whatever else comes out is what is counted
            if isinstance(error, KeyboardInterrupt):
                raise
            wrong.append(f"{name}, round {number}: {type(error).__name__}: {str(error)[:120]}")
        if time.process_time() - started > LONGEST:
            wrong.append(f"{name}, round {number}: more than {LONGEST:.0f} s")
    return Tried(rounds, len(wrong), tuple(wrong))
