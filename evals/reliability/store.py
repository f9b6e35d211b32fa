"""What is kept: the audit chain tampered with, deliveries repeated, a second writer."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, text

from assistant.domain.caller import Caller
from assistant.domain.errors import Locked
from assistant.retrieval.lock import writer_lock
from assistant.store.audit import AuditChain
from assistant.store.deliveries import Deliveries
from assistant.store.engine import open_engine, transaction
from assistant.store.seal import Seal
from evals.reliability.row import Tried

_ONE = Caller(practice="one", user="dana", role="biller")
_NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
_FIELDS = ("at", "user", "role", "action", "subject", "detail", "previous", "hash")
_LINES = 12


def tampered(folder: Path, rounds: int, seed: int) -> Tried:
    """One line of the audit trail changed, removed or exchanged; the chain must say so."""
    unseen = []
    for number in range(rounds):
        engine = open_engine(f"sqlite:///{folder / f'audit-{number}.sqlite'}")
        chain = AuditChain(engine, bytes(range(32)), now=lambda: _NOW)
        for line in range(_LINES):
            chain.record(_ONE, "draft", f"draft_{line}", "asked for")
        what = _tamper(engine, random.Random(f"{seed}-{number}"))
        if chain.verify("one").ok:
            unseen.append(f"round {number}: {what}")
        engine.dispose()
    return Tried(rounds, len(unseen), tuple(unseen))


def _tamper(engine: Engine, dice: random.Random) -> str:
    seq, field = dice.randint(1, _LINES), dice.choice(_FIELDS)
    change = (
        "DELETE FROM audit_lines WHERE seq=:seq"
        if dice.random() < 0.4
        else f'UPDATE audit_lines SET "{field}" = "{field}" || \'0\' WHERE seq=:seq'  # noqa: S608  # our own words
    )
    with transaction(engine) as connection:
        connection.execute(text(change), {"seq": seq})
    return f"{change} (line {seq})"


def repeated(folder: Path, deliveries: int, seed: int) -> Tried:
    """Deliveries that come up to five times and out of order: each is taken exactly once."""
    dice = random.Random(seed)
    engine = open_engine(f"sqlite:///{folder / 'deliveries.sqlite'}")
    held = Deliveries(engine, Seal(bytes(32)))
    arriving = [number for number in range(deliveries) for _ in range(dice.randrange(1, 6))]
    dice.shuffle(arriving)
    taken = [0] * deliveries
    for number in arriving:
        taken[number] += held.take(_ONE, [f"event-{number}", f"click-{number}"], b"{}", at=_NOW)
    engine.dispose()
    wrong = [f"delivery {number} taken {count} times" for number, count in enumerate(taken) if count != 1]
    return Tried(deliveries, len(wrong), tuple(wrong))


_HOLD = """
import sys, time
from pathlib import Path
from assistant.retrieval.lock import writer_lock
with writer_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def two_writers(folder: Path, rounds: int) -> Tried:
    """While one process writes, another is told so within a second; once it is killed, the way is free."""
    wrong = []
    for number in range(rounds):
        place = folder / f"shelf-{number}"
        with subprocess.Popen([sys.executable, "-c", _HOLD, str(place)], stdout=subprocess.PIPE, text=True) as holder:
            try:
                assert holder.stdout is not None
                holder.stdout.readline()
                started = time.monotonic()
                if _gets_in(place):
                    wrong.append(f"round {number}: two writers")
                elif time.monotonic() - started > 1:
                    wrong.append(f"round {number}: told after more than a second")
            finally:
                holder.kill()
        if not _gets_in(place):
            wrong.append(f"round {number}: the lock outlived its holder")
    return Tried(rounds, len(wrong), tuple(wrong))


def _gets_in(place: Path) -> bool:
    try:
        with writer_lock(place):
            return True
    except Locked:
        return False
